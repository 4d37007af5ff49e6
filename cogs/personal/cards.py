"""What the bot keeps about a person: the preferences, and all that is held."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_time

from bot.i18n.translator import N_, Lang, Translator
from bot.storage.preference_cache import Choice
from bot.storage.preferences import Kept
from bot.ui.actions import action_id
from bot.ui.blocks import closing
from bot.ui.components import Component, Layout, button, container, row, text
from bot.ui.context import RenderContext
from bot.ui.escape import echo
from bot.ui.formats import date_text
from bot.ui.timezones import Timezones, ZoneReading, no_offset
from bot.ui.zone_names import Meaning

SAVE, ERASE, STAY = "pref", "erase", "stay"
"""Names of the acts: save preferences, erase everything, erase nothing."""

DEFAULT_ZONE: Final = "Asia/Shanghai"
_LANGUAGES: Final[Mapping[Lang, str]] = {"en": N_("English"), "zh": N_("Chinese")}
_MOST_CHOICES = 5
"""Buttons that stand in one row."""


def preferences_card(
    context: RenderContext,
    zones: Timezones,
    choice: Choice,
    client: Lang,
    now: datetime,
    *,
    saved: bool,
) -> Layout:
    """What is saved, and what that means. `client` is the language of the person's Discord."""
    tr = context.tr
    heading = tr("### Saved") if saved else tr("### Your preferences")
    lines = [heading, _language(tr, choice, client), _zone(tr, zones, choice, now)]
    if not saved and not choice.lang and not choice.timezone:
        lines.append(tr("Nothing is saved. Add `lang` or `timezone` to the command to save it."))
    hint = tr(
        "-# A command's own `lang` comes first, and a question in Chinese is "
        "answered in Chinese. {show} shows all that is stored about you, {delete} "
        "erases it.",
        show=context.registration.mention("privacy show"),
        delete=context.registration.mention("privacy delete"),
    )
    return _card(context, text("\n".join(lines)), text(hint))


def _language(tr: Translator, choice: Choice, client: Lang) -> str:
    if choice.lang:
        return tr("- Language: **{language}** (saved)", language=_name(tr, choice.lang))
    if client == "zh":
        return tr("- Language: **Chinese**, because your Discord is set to Chinese")
    return tr("- Language: **English**, because your Discord is not set to Chinese")


def _zone(tr: Translator, zones: Timezones, choice: Choice, now: datetime) -> str:
    zone = choice.timezone or DEFAULT_ZONE
    place = zones.label(zone, tr.lang, now)
    clock = format_time(now.astimezone(ZoneInfo(zone)), format="HH:mm", locale="en")
    if choice.timezone:
        return tr("- Time zone: **{place}** (saved); it is {clock} there", place=place, clock=clock)
    return tr(
        "- Time zone: **{place}** (default); it is {clock} there",
        place=place,
        clock=clock,
    )


def zone_card(
    context: RenderContext,
    zones: Timezones,
    typed: str,
    reading: ZoneReading,
    lang: Lang | None,
    now: datetime,
) -> Layout:
    """A time zone that is not clear: what it may mean, each as a button that saves it.

    `lang` is the language that was to be saved with it.
    """  # fmt: skip
    tr = context.tr
    lines = [_question(tr, echo(typed, 60), reading)]
    found = [meaning.zone for meaning in reading.meanings] or list(reading.choices)[:_MOST_CHOICES]
    if reading.meanings:
        lines.extend(_meanings(tr, zones, reading.meanings))
    lines.append(
        tr(
            "Nothing is saved yet. Press a button, or type a city (Shanghai, 纽约) or a name such "
            "as `Europe/Berlin`."
        )
    )
    parts: list[Component] = [text("\n".join(lines))]
    if found:
        parts.append(row(*_zone_buttons(tr, zones, found, lang, now)))
    return _card(context, *parts)


def _question(tr: Translator, typed: str, reading: ZoneReading) -> str:
    if reading.meanings:
        return tr("“{typed}” is an ambiguous abbreviation:", typed=typed)
    if reading.offset and not reading.choices:
        return no_offset(tr, reading.offset)
    if reading.offset:
        return tr(
            "{count} places use {offset} now, and the offset does not say whether "
            "their clocks change in summer. Which one do you mean?",
            offset=reading.offset,
            count=len(reading.choices),
        )
    return tr("“{typed}” is not a known time zone. Nearest matches:", typed=typed)


def _meanings(tr: Translator, zones: Timezones, meanings: Iterable[Meaning]) -> Iterator[str]:
    for meaning in meanings:
        place = zones.city(meaning.zone, tr.lang)
        name = tr.of(meaning)
        yield tr("- {name}: {place}; type `{zone}`", name=name, place=place, zone=meaning.zone)


def _zone_buttons(
    tr: Translator, zones: Timezones, found: Iterable[str], lang: Lang | None, now: datetime
) -> Iterator[Component]:
    for zone in found:
        yield button(zones.label(zone, tr.lang, now), action_id(tr, SAVE, lang or "", zone))


def kept_card(
    context: RenderContext,
    zones: Timezones,
    kept: Kept,
    now: datetime,
    *,
    until: datetime | None = None,
) -> Layout:
    """All that is kept about the person, why, and how to erase it.

    `until`: when answers of the check, which are in memory alone, are forgotten.
    """
    tr = context.tr
    if not kept and until is None:
        return nothing_card(context)
    lines = [tr("### Stored about you"), *_kept_lines(tr, zones, kept, now, until)]
    if kept.preference:
        lines.append(tr("Language and time zone are stored so that answers use them."))
    if kept.watches:
        lines.append(
            tr("Watches are stored so that the bot can message you when one of them changes.")
        )
    if kept.created:
        lines.append(tr("Your user ID is stored so that operators can see who changed the data."))
    if until is not None:
        lines.append(
            tr("Answers to the check stay in memory so that the next form can add to them.")
        )
    lines.append(
        tr(
            "Nothing else: no questions, no answers, no messages. It is stored until "
            "you erase it with {delete}.",
            delete=context.registration.mention("privacy delete"),
        )
    )
    return _card(context, text("\n".join(lines)))


def nothing_card(context: RenderContext) -> Layout:
    """That nothing is kept about the person."""
    return _card(
        context,
        text(
            context.tr(
                "**Nothing is stored about you.** No preferences, no questions, no "
                "answers, no messages."
            )
        ),
    )


def erase_card(
    context: RenderContext,
    zones: Timezones,
    kept: Kept,
    now: datetime,
    *,
    until: datetime | None = None,
) -> Layout:
    """What would be erased, with the button that does it."""
    tr = context.tr
    lines = [
        tr("### Erase this?"),
        *_kept_lines(tr, zones, kept, now, until),
        tr("It cannot be undone. The bot works without it."),
    ]
    return _card(
        context,
        text("\n".join(lines)),
        row(
            button(tr("Delete"), action_id(tr, ERASE), style=4),
            button(tr("Cancel"), action_id(tr, STAY)),
        ),
    )


def erased_card(
    context: RenderContext,
    zones: Timezones,
    kept: Kept,
    now: datetime,
    *,
    until: datetime | None = None,
) -> Layout:
    """What was just erased."""
    tr = context.tr
    if not kept and until is None:
        return nothing_card(context)
    lines = [tr("### Erased"), *_kept_lines(tr, zones, kept, now, until)]
    lines.append(
        tr("Nothing is stored about you any more. Older backups may contain it for longer.")
    )
    return _card(context, text("\n".join(lines)))


def stayed_card(context: RenderContext) -> Layout:
    """That nothing was erased."""
    return _card(context, text(context.tr("Cancelled. Nothing was erased.")))


def trouble_card(context: RenderContext, sentence: str) -> Layout:
    """A sentence about what failed."""
    return _card(context, text(sentence))


def _kept_lines(
    tr: Translator, zones: Timezones, kept: Kept, now: datetime, until: datetime | None
) -> Iterator[str]:
    preference = kept.preference
    if preference is not None:
        if preference.lang:
            yield tr("- your language: **{language}**", language=_name(tr, preference.lang))
        if preference.timezone:
            place = zones.label(preference.timezone, tr.lang, now)
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
        yield tr("- your answers to the check, in memory only, until {when}", when=when)


def _created(tr: Translator, table: str, number: int) -> str:
    """What is named by the person's id in a table."""
    if table == "releases":
        return tr.many(
            "your user ID on {number} data release that you loaded",
            "your user ID on {number} data releases that you loaded",
            number,
        )
    if table == "activations":
        return tr.many(
            "your user ID on {number} change of the live data",
            "your user ID on {number} changes of the live data",
            number,
        )
    if table == "digests":
        return tr.many(
            "your user ID on {number} digest that you created for a server",
            "your user ID on {number} digests that you created for a server",
            number,
        )
    if table == "drafts":
        return tr.many(
            "your user ID on {number} digest draft that waits to be saved",
            "your user ID on {number} digest drafts that wait to be saved",
            number,
        )
    if table == "mention_rights":
        return tr.many(
            "your user ID on {number} digest that mentions a role with your permission",
            "your user ID on {number} digests that mention a role with your permission",
            number,
        )
    return tr.many("your user ID on {number} record", "your user ID on {number} records", number)


def _name(tr: Translator, lang: Lang) -> str:
    return tr(_LANGUAGES[lang])


def _card(context: RenderContext, *parts: Component) -> Layout:
    return [container(*parts, text(closing(context, 0)))]
