"""The preferences of a person: language and time zone."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_time

from bot.i18n.translator import N_, Lang, Translator
from bot.storage.preference_cache import Choice
from bot.ui.components import Layout, button, container, row, text
from bot.ui.context import RenderContext
from bot.ui.custom_ids import action_id
from bot.ui.escape import echo
from bot.ui.timezones import ZoneReading, offset_text, read_timezones

SAVE: Final = "pref"
"""The action that saves preferences."""

DEFAULT_ZONE: Final = "Asia/Shanghai"
_LANGUAGES: Final[Mapping[Lang, str]] = {"en": N_("English"), "zh": N_("Chinese")}
_MOST_CHOICES = 5
"""Buttons in one row."""


def preferences_card(
    context: RenderContext, choice: Choice, client: Lang, now: datetime, *, saved: bool
) -> Layout:
    """What is saved, and what that means. `client` is the language of the person's Discord."""
    tr = context.tr
    heading = tr("### Saved") if saved else tr("### Your preferences")
    lines = [heading, _language(tr, choice, client), _zone(tr, choice, now)]
    if not saved and not choice.lang and not choice.timezone:
        lines.append(tr("Nothing is saved. Add `lang` or `timezone` to the command to save it."))
    hint = tr(
        "-# A command's own `lang` comes first, and a question in Chinese is answered in Chinese. "
        "{show} shows all that is stored about you, {delete} erases it.",
        show=context.registration.mention("privacy show"),
        delete=context.registration.mention("privacy delete"),
    )
    return [container(text("\n".join(lines)), text(hint))]


def _language(tr: Translator, choice: Choice, client: Lang) -> str:
    if choice.lang:
        return tr("- Language: **{language}** (saved)", language=language_name(tr, choice.lang))
    if client == "zh":
        return tr("- Language: **Chinese**, because your Discord is set to Chinese")
    return tr("- Language: **English**, because your Discord is not set to Chinese")


def _zone(tr: Translator, choice: Choice, now: datetime) -> str:
    zone = choice.timezone or DEFAULT_ZONE
    place = read_timezones().label(zone, tr.lang, now)
    clock = format_time(now.astimezone(ZoneInfo(zone)), format="HH:mm", locale="en")
    if choice.timezone:
        return tr("- Time zone: **{place}** (saved); it is {clock} there", place=place, clock=clock)
    return tr("- Time zone: **{place}** (default); it is {clock} there", place=place, clock=clock)


def zone_card(
    context: RenderContext, typed: str, reading: ZoneReading, lang: Lang | None, now: datetime
) -> Layout:
    """A time zone that is not clear: what it may mean, each as a button that saves it.

    `lang` is the language that was to be saved with it.
    """  # fmt: skip
    tr = context.tr
    lines, zones = [_question(tr, echo(typed, 60), reading)], read_timezones()
    found = [meaning.zone for meaning in reading.meanings] or list(reading.choices)[:_MOST_CHOICES]
    for meaning in reading.meanings:
        name, zone = tr.of(meaning), meaning.zone
        place = zones.city(zone, tr.lang)
        lines.append(tr("- {name}: {place}; type `{zone}`", name=name, place=place, zone=zone))
    hint = tr(
        "Nothing is saved yet. Press a button, or type a city (Shanghai, 纽约) or a name such as "
        "`Europe/Berlin`."
    )
    buttons = [
        button(zones.label(zone, tr.lang, now), action_id(tr, SAVE, lang or "", zone))
        for zone in found
    ]
    shown = text("\n".join([*lines, hint]))
    return [container(shown, *([row(*buttons)] if buttons else []))]


def _question(tr: Translator, typed: str, reading: ZoneReading) -> str:
    if reading.meanings:
        return tr("“{typed}” is an ambiguous abbreviation:", typed=typed)
    if reading.offset:
        return offset_text(tr, reading.offset, len(reading.choices))
    return tr("“{typed}” is not a known time zone. Nearest matches:", typed=typed)


def language_name(tr: Translator, lang: Lang) -> str:
    """A language as readers call it."""
    return tr(_LANGUAGES[lang])
