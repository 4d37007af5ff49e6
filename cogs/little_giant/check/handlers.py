"""Answers /little-giant check: its forms, its buttons, its file. Nothing is stored."""

import io
from collections.abc import Mapping
from typing import Any, Final

import discord

from bot.domain.eligibility.check import evaluate
from bot.i18n.translator import Lang
from bot.ui.actions import form_id
from bot.ui.check_sessions import Session
from bot.ui.context import RenderContext
from bot.ui.cooldowns import FILES
from bot.ui.custom_ids import PAGE_NUMBER, RULES, matching, maybe, one_of, takes
from bot.ui.registry import Action, Args, Form, RecordButton
from bot.ui.responses import open_form, reply_privately
from bot.ui.services import Services
from cogs.little_giant.check.answers import read_answers, submitted
from cogs.little_giant.check.cards.result import check_card, pages_card
from cogs.little_giant.check.controls import FILE, OPEN, VIEW, CheckResult, lost_card
from cogs.little_giant.check.file import check_file
from cogs.little_giant.check.forms import form_parts, form_title
from cogs.little_giant.check.questions import FORMS

FORM: Final = "k"
"""The form's name in custom ids; then: key of the session (or nothing), number of the form."""
_KEY: Final = matching(r"[A-Za-z0-9_-]{12}")
_NO_KEY: Final = matching("")
_NUMBER: Final = one_of(map(str, range(len(FORMS))))
_SHOWN: Final = one_of(("sum", "all", "opens"))
_PLACE: Final = matching(r"[a-z]")
"""Distinguishes buttons of one message that do the same."""


async def begin_check(
    services: Services, interaction: discord.Interaction, lang: Lang | None
) -> None:
    """Opens the first form, blank."""
    context = services.context(services.lang(interaction, lang))
    await _open_form(interaction, context, 0, None)


async def _open_form(
    interaction: discord.Interaction, context: RenderContext, number: int, session: Session | None
) -> None:
    custom_id = form_id(context.tr, FORM, session.key if session else "", number)
    parts = form_parts(context, number, session.raw if session else {})
    await open_form(interaction, custom_id, form_title(context, number), parts)


async def _press_open(
    services: Services, interaction: discord.Interaction, lang: Lang, args: Args
) -> None:
    """Opens a form, filled in with the earlier answers."""
    key, number = args[0], int(args[1])
    if not key:
        await begin_check(services, interaction, lang)
        return
    session = await _require_session(services, interaction, lang, key)
    if session is not None:
        await _open_form(interaction, services.context(lang), number, session)


async def _submit_form(
    services: Services, interaction: discord.Interaction, lang: Lang, args: Args, components: Any
) -> None:
    """Saves a form and shows the result; the form counts even if the earlier answers are gone."""
    key, number = args[0], int(args[1])
    session = _own_session(services, interaction, key) if key else None
    lost = bool(key) and session is None
    session = services.check_sessions.answer(
        session, interaction.user.id, number, submitted(components)
    )
    context = services.context(lang)
    notice = ""
    if lost:
        notice = context.tr(
            "**Your earlier answers have expired** (after 15 minutes, or because the bot "
            "restarted). Only the form that you just sent counts; *Again* opens the first "
            "one."
        )
    result = _evaluate(context, session, session.rules, notice)
    await reply_privately(interaction, check_card(context, result))


async def _press_view(
    services: Services, interaction: discord.Interaction, lang: Lang, args: Args
) -> None:
    """Shows another view, page or set of rules."""
    key, view, rules, page = args[:4]
    session = await _require_session(services, interaction, lang, key)
    if session is None:
        return
    context = services.context(lang)
    result = _evaluate(context, session, rules)
    if view == "sum":
        layout = check_card(context, result)
    else:
        layout = pages_card(context, result, view, int(page))
    await reply_privately(interaction, layout)


async def _press_file(
    services: Services, interaction: discord.Interaction, lang: Lang, args: Args
) -> None:
    """Sends the whole result as a file, privately."""
    key, rules = args[:2]
    session = await _require_session(services, interaction, lang, key)
    if session is None:
        return
    context = services.context(lang)
    content = check_file(context, _evaluate(context, session, rules))
    file = discord.File(io.BytesIO(content.encode()), "little-giant-check.md")
    await interaction.response.send_message(
        context.tr("Your check as a file. The bot keeps no copy."), file=file, ephemeral=True
    )


ACTIONS: Final[Mapping[str, Action]] = {
    OPEN: Action(_press_open, takes(maybe(_KEY), _NUMBER, optional=(_PLACE,))),
    VIEW: Action(_press_view, takes(_KEY, _SHOWN, RULES, PAGE_NUMBER, optional=(_PLACE,))),
    FILE: Action(_press_file, takes(_KEY, RULES), FILES),
}
RECORD_BUTTONS: Final[Mapping[str, RecordButton]] = {
    OPEN: RecordButton(_press_open, takes(_NO_KEY, _NUMBER))
}
"""The blank form, for everybody who sees the button."""
FORM_HANDLERS: Final[Mapping[str, Form]] = {FORM: Form(_submit_form, takes(maybe(_KEY), _NUMBER))}


def _evaluate(
    context: RenderContext, session: Session, rules: str, notice: str = ""
) -> CheckResult:
    answers, problems = read_answers(session.raw)
    session.rules = "2022" if rules == "2022" else "current"
    tiers = context.release.catalogue.dataset.tiers
    verdicts = evaluate(tiers, answers, session.rules, today=context.today)
    return CheckResult(session.key, answers, verdicts, problems, frozenset(session.sent), notice)


def _own_session(services: Services, interaction: discord.Interaction, key: str) -> Session | None:
    """The session, if it is this person's."""
    session = services.check_sessions.find(key)
    return session if session and session.user_id == interaction.user.id else None


async def _require_session(
    services: Services, interaction: discord.Interaction, lang: Lang, key: str
) -> Session | None:
    """The person's session; if there is none, says so and gives None."""
    session = _own_session(services, interaction, key)
    if session is None:
        context = services.context(lang)
        tr = context.tr
        if services.check_sessions.find(key) is not None:
            sentence = tr("These answers belong to another person.")
        else:
            sentence = tr(
                "These answers have expired: they stay in memory for 15 minutes and are lost "
                "when the bot restarts. Nothing was stored."
            )
        await reply_privately(interaction, lost_card(context, sentence))
    return session
