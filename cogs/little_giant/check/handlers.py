"""Answers /little-giant check: its forms, its buttons, its file. No process keeps an answer."""

import io
from collections.abc import Mapping
from typing import Any, Final

import discord

from bot.domain.data.districts import PLACES
from bot.domain.eligibility.check import evaluate
from bot.domain.eligibility.tiers import TIER_NAMES, Rules
from bot.ui.check_sessions import Session, inline_token, is_token
from bot.ui.components import Layout, button, card
from bot.ui.context import RenderContext
from bot.ui.cooldowns import FILES
from bot.ui.custom_ids import (
    NUMBER,
    PAGE_NUMBER,
    action_id,
    form_id,
    matching,
    maybe,
    one_of,
    takes,
)
from bot.ui.outages import UnavailableError, layout_or_outage, outage_card, with_timeout
from bot.ui.registry import Action, FormHandler, Press, RecordButton
from bot.ui.responses import open_form, reply_privately
from cogs.little_giant.check import controls
from cogs.little_giant.check.answers import known_answers, read_answers, submitted
from cogs.little_giant.check.cards.pages import page_card
from cogs.little_giant.check.cards.result import check_card
from cogs.little_giant.check.file import check_file
from cogs.little_giant.check.forms import form_parts, form_title
from cogs.little_giant.check.questions import FORMS

FORM: Final = "k"
"""The form's name in custom ids; then: token (or nothing), number of the form, tier, rules."""
_NUMBER: Final = one_of(map(str, range(len(FORMS))))
_PAGES: Final[Mapping[str, controls.CheckPage]] = {"s": "s", "a": "a", "o": "o", "f": "f"}
_TIER: Final = maybe(one_of(controls.TIER_CODES))
"""Nothing: the highest one."""
_RULES: Final = one_of(("c", "2"))
_PLACE: Final = matching(r"[a-z]")
"""Distinguishes buttons of one message that do the same."""


async def begin_check(press: Press) -> None:
    """Opens the first form, blank."""
    await _open_form(press, Session(), "", 0, "", "c")


async def _open_form(press: Press, session: Session, token: str, number: int, *place: str) -> None:
    context = press.context
    custom_id = form_id(context.tr, FORM, token, number, *place)
    parts = form_parts(context, number, session.raw)
    await open_form(press.interaction, custom_id, form_title(context, number), parts)


async def _press_open(press: Press) -> None:
    """Opens a form, filled in with the earlier answers."""
    token, number, *place = press.args[:4]
    session = await _require(press, token) if token else Session()
    if session is not None:
        await _open_form(press, session, token, int(number), *place)


async def _press_known(press: Press) -> None:
    """Opens the first form with what /match knows: title, district, revenue."""
    session = Session(known_answers(*press.args))
    await _open_form(press, session, inline_token(session) or "", 0, "", "c")


async def _submit_form(press: Press, components: Any) -> None:
    """Shows the result; the form counts even if the earlier answers are gone."""
    token, number, *place = press.args[:4]
    context, sessions = press.context, press.services.check_sessions

    async def answer() -> Layout:
        session = await sessions.load(token, press.user_id) if token else Session()
        notice = ""
        if session is None:
            session = Session()
            notice = context.tr(
                "**Your earlier answers have expired** (after 15 minutes): only this form counts."
            )
        session = session.answered(int(number), submitted(components))
        kept = await sessions.save(session, press.user_id, replaces=token)
        return check_card(context, _evaluate(context, session, kept, *place, notice=notice))

    await reply_privately(press.interaction, await layout_or_outage(context, answer()))


async def _press_view(press: Press) -> None:
    """Shows another page, tier or set of rules."""
    token, page, tier_name, rules, number = press.args[:5]
    if (session := await _require(press, token)) is None:
        return
    context = press.context
    result = _evaluate(context, session, token, tier_name, rules)
    if page == "s":
        layout = check_card(context, result)
    else:
        layout = page_card(context, result, _PAGES[page], int(number))
    await reply_privately(press.interaction, layout)


async def _press_file(press: Press) -> None:
    """Sends the whole result as a file, privately."""
    token, tier_name, rules = press.args[:3]
    if (session := await _require(press, token)) is None:
        return
    context = press.context
    content = check_file(context, _evaluate(context, session, token, tier_name, rules))
    file = discord.File(io.BytesIO(content.encode()), "little-giant-check.md")
    await press.interaction.response.send_message(
        context.tr("Your check as a file. The bot keeps no copy."), file=file, ephemeral=True
    )


ACTIONS: Final[Mapping[str, Action]] = {
    controls.OPEN_FORM: Action(
        _press_open, takes(maybe(is_token), _NUMBER, _TIER, _RULES, optional=(_PLACE,))
    ),
    controls.SHOW_PAGE: Action(
        _press_view, takes(is_token, one_of(_PAGES), _TIER, _RULES, PAGE_NUMBER, optional=(_PLACE,))
    ),
    controls.EXPORT: Action(_press_file, takes(is_token, _TIER, _RULES), FILES),
}
RECORD_BUTTONS: Final[Mapping[str, RecordButton]] = {
    controls.OPEN_FORM: RecordButton(begin_check, takes(matching(""), one_of("0"))),
    "kb": RecordButton(
        _press_known,
        takes(
            maybe(one_of(("innovative", "specialised", "little-giant", "tech-sme", "high-tech"))),
            maybe(one_of(PLACES)),
            maybe(NUMBER),
        ),
    ),
}
"""For everybody who sees the button: what it opens is private."""
FORM_HANDLERS: Final[Mapping[str, FormHandler]] = {
    FORM: FormHandler(_submit_form, takes(maybe(is_token), _NUMBER, _TIER, _RULES))
}


def _evaluate(
    context: RenderContext,
    session: Session,
    token: str,
    tier_name: str,
    rules: str,
    *,
    notice: str = "",
) -> controls.CheckResult:
    answers, problems = read_answers(session.raw)
    under: Rules = "2022" if rules == "2" else "current"
    tiers = context.release.catalogue.dataset.tiers
    verdicts = evaluate(tiers, answers, under, today=context.today, presuming=True)
    shown = controls.TIER_CODES.get(tier_name) or TIER_NAMES[-1]
    return controls.CheckResult(token, answers, verdicts, shown, problems, session.sent, notice)


async def _require(press: Press, token: str) -> Session | None:
    """The person's answers; if there are none, says so and gives None."""
    sessions = press.services.check_sessions
    try:
        session = await with_timeout(sessions.load(token, press.user_id), reads=True)
    except UnavailableError as error:
        await reply_privately(press.interaction, outage_card(press.context, error))
        return None
    if session is None:
        tr = press.tr
        said = tr("These answers have expired: they are erased after 15 minutes.")
        again = action_id(tr, controls.OPEN_FORM, "", 0, "", "c")
        layout = card([said], [button(tr("Start over"), again, style=1)])
        await reply_privately(press.interaction, layout)
    return session
