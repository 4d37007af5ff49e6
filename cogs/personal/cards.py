"""What a person reads of their preferences, of what is stored about them and how it is erased."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_time

from bot.i18n.translator import N_, Lang, Translator
from bot.storage.preference_cache import Choice
from bot.storage.preferences import Kept
from bot.ui.blocks import plain_card
from bot.ui.components import Layout, button, container, row, text
from bot.ui.context import RenderContext
from bot.ui.custom_ids import action_id
from bot.ui.escape import echo
from bot.ui.formats import date_text
from bot.ui.timezones import ZoneReading, offset_text, read_timezones

SAVE_PREFERENCES: Final = "pref"
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


def timezone_card(
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
        button(zones.label(zone, tr.lang, now), action_id(tr, SAVE_PREFERENCES, lang or "", zone))
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


ERASE, STAY = "erase", "stay"
"""The actions that erase everything, and nothing."""


def kept_card(
    context: RenderContext, kept: Kept, now: datetime, *, until: datetime | None = None
) -> Layout:
    """All that is stored about the person; `until`: when the answers of the check are erased."""
    tr = context.tr
    if not kept and until is None:
        return nothing_card(context)
    lines = [tr("### Stored about you"), *_kept_lines(tr, kept, now, until)]
    if kept.preference:
        lines.append(tr("Language and time zone are stored so that answers use them."))
    if kept.watches:
        lines.append(
            tr("Watches are stored so that the bot can message you when one of them changes.")
        )
    if kept.created:
        lines.append(tr("Your user ID is stored so that operators can see who changed the data."))
    if until is not None:
        lines.append(tr("Answers to the check are stored so that the next form can add to them."))
    last = tr(
        "Nothing else: no questions, no answers, no messages. It is stored until "
        "you erase it with {delete}.",
        delete=context.registration.mention("privacy delete"),
    )
    return plain_card(*lines, last)


def nothing_card(context: RenderContext) -> Layout:
    """That nothing is stored about the person."""
    said = context.tr(
        "**Nothing is stored about you.** No preferences, no questions, no answers, no messages."
    )
    return plain_card(said)


def erase_card(
    context: RenderContext, kept: Kept, now: datetime, *, until: datetime | None = None
) -> Layout:
    """What would be erased, with the button that does it."""
    tr = context.tr
    if not kept and until is None:
        return nothing_card(context)
    lines = [
        tr("### Erase this?"),
        *_kept_lines(tr, kept, now, until),
        tr("It cannot be undone. The bot works without it."),
    ]
    erase = button(tr("Delete"), action_id(tr, ERASE), style=4)
    stay = button(tr("Cancel"), action_id(tr, STAY))
    return [container(text("\n".join(lines)), row(erase, stay))]


def erased_card(
    context: RenderContext, kept: Kept, now: datetime, *, until: datetime | None = None
) -> Layout:
    """What was just erased."""
    tr = context.tr
    if not kept and until is None:
        return nothing_card(context)
    gone = tr("Nothing is stored about you any more. Older backups may contain it for longer.")
    return plain_card(tr("### Erased"), *_kept_lines(tr, kept, now, until), gone)


def stayed_card(context: RenderContext) -> Layout:
    """That nothing was erased."""
    return plain_card(context.tr("Cancelled. Nothing was erased."))


def _kept_lines(tr: Translator, kept: Kept, now: datetime, until: datetime | None) -> Iterator[str]:
    preference = kept.preference
    if preference is not None:
        if preference.lang:
            yield tr("- your language: **{language}**", language=language_name(tr, preference.lang))
        if preference.timezone:
            place = read_timezones().label(preference.timezone, tr.lang, now)
            yield tr("- your time zone: **{place}**", place=place)
        if preference.updated_at:
            day = date_text(tr.lang, preference.updated_at.date())
            yield tr("- when you last saved them: {date}", date=day)
    if kept.watches:
        watched = tr.many(
            "{number} measure that you watch, with the channel of your direct messages, your "
            "language and what was sent",
            "{number} measures that you watch, with the channel of your direct messages, your "
            "language and what was sent",
            kept.watches,
        )
        yield f"- {watched}"
    for table, number in kept.created.items():
        yield f"- {_created(tr, table, number)}"
    if until is not None:
        when = f"<t:{int(until.timestamp())}:t>"
        yield tr("- your answers to the check, encrypted, until {when}", when=when)


def _created(tr: Translator, table: str, number: int) -> str:
    """What is named by the person's id in a table."""
    many = partial(tr.many, number=number)
    match table:
        case "releases":
            return many(
                "your user ID on {number} data release that you loaded",
                "your user ID on {number} data releases that you loaded",
            )
        case "activations":
            return many(
                "your user ID on {number} change of the live data",
                "your user ID on {number} changes of the live data",
            )
        case "digests":
            return many(
                "your user ID on {number} digest that you created for a server",
                "your user ID on {number} digests that you created for a server",
            )
        case "drafts":
            return many(
                "your user ID on {number} digest draft that waits to be saved",
                "your user ID on {number} digest drafts that wait to be saved",
            )
        case "mention_rights":
            return many(
                "your user ID on {number} digest that mentions a role with your permission",
                "your user ID on {number} digests that mention a role with your permission",
            )
        case _:
            return many("your user ID on {number} record", "your user ID on {number} records")
