"""What is stored about a person, and how it is erased."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from bot.i18n.translator import Translator
from bot.storage.preferences import Kept
from bot.ui.blocks import plain_card
from bot.ui.components import Layout, button, container, row, text
from bot.ui.context import RenderContext
from bot.ui.custom_ids import action_id
from bot.ui.formats import date_text
from bot.ui.timezones import read_timezones
from cogs.personal.cards.preferences import language_name

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
