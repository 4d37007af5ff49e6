"""What /little-giant check answers: its forms, its buttons, its file. Nothing is stored."""

import io
from typing import Any, Final

import discord

from bot.domain.eligibility.check import evaluate
from bot.i18n.translator import Lang
from bot.ui.actions import Action, FormHandler, form_id
from bot.ui.callback import ask
from bot.ui.components import Layout
from bot.ui.context import RenderContext
from bot.ui.cooldowns import FILES
from bot.ui.custom_ids import PAGE_NUMBER, RULES, matching, maybe, one_of, takes
from bot.ui.desk import Desk
from cogs.little_giant.check.answers import read_answers, submitted
from cogs.little_giant.check.cards.result import check_card, pages_card
from cogs.little_giant.check.controls import FILE, OPEN, VIEW, CheckResult, lost_card
from cogs.little_giant.check.file import check_file
from cogs.little_giant.check.forms import form_parts, form_title
from cogs.little_giant.check.questions import FORMS
from cogs.little_giant.check.sessions import Session, Sessions

FORM: Final = "k"
"""The form's name in custom ids; then: key of the session (or nothing), number of the form."""
_KEY: Final = matching(r"[A-Za-z0-9_-]{12}")
_NUMBER: Final = one_of(map(str, range(len(FORMS))))
_SHOWN: Final = one_of(("sum", "all", "opens"))
_PLACE: Final = matching(r"[a-z]")
"""Tells buttons of one message apart that do the same."""


class CheckHandlers:
    """Answers /little-giant check, its forms and its buttons."""

    def __init__(self, desk: Desk) -> None:
        """`desk` answers; its acts and forms learn those of the check."""
        self._desk = desk
        self.sessions = desk.check_sessions = Sessions(desk.clock)
        desk.actions.update(
            {
                OPEN: Action(self._open, takes(maybe(_KEY), _NUMBER, optional=(_PLACE,))),
                VIEW: Action(
                    self._view, takes(_KEY, _SHOWN, RULES, PAGE_NUMBER, optional=(_PLACE,))
                ),
                FILE: Action(self._file, takes(_KEY, RULES), FILES),
            }
        )
        desk.forms[FORM] = FormHandler(self._sent, takes(maybe(_KEY), _NUMBER))

    async def begin(self, interaction: discord.Interaction, lang: Lang) -> None:
        """Opens the first form, blank."""
        await self._form(interaction, self._desk.context(lang), 0, None)

    async def _form(
        self,
        interaction: discord.Interaction,
        context: RenderContext,
        number: int,
        session: Session | None,
    ) -> None:
        custom_id = form_id(context.tr, FORM, session.key if session else "", number)
        parts = form_parts(context, number, session.raw if session else {})
        await ask(interaction, custom_id, form_title(context, number), parts)

    async def _open(
        self, interaction: discord.Interaction, lang: Lang, args: tuple[str, ...]
    ) -> None:
        """Opens a form, filled in with what was answered before."""
        key, number = args[0], int(args[1])
        if not key:
            await self.begin(interaction, lang)
            return
        session = self._own(interaction, key)
        if session is None:
            await self._lost(interaction, lang, key)
        else:
            await self._form(interaction, self._desk.context(lang), number, session)

    async def _sent(
        self, interaction: discord.Interaction, lang: Lang, args: tuple[str, ...], components: Any
    ) -> None:
        """Takes a form and shows the result. What it brings counts even where the rest is lost."""
        key, number = args[0], int(args[1])
        session = self._own(interaction, key) if key else None
        lost = bool(key) and session is None
        raw = submitted(components)
        session = self.sessions.answer(session, interaction.user.id, number, raw)
        context = self._desk.context(lang)
        notice = ""
        if lost:
            notice = context.tr(
                "**Your earlier answers have expired** (after 15 minutes, or because "
                "the bot restarted). Only the form that you just sent counts; "
                "*Again* opens the first one."
            )
        checked = self._checked(context, session, session.rules, notice)
        await self._desk.whisper(interaction, check_card(context, checked))

    async def _view(
        self, interaction: discord.Interaction, lang: Lang, args: tuple[str, ...]
    ) -> None:
        """Turns the answer: another view, page or set of rules."""
        key, view, rules, page = args[:4]
        session = self._own(interaction, key)
        if session is None:
            await self._lost(interaction, lang, key)
            return
        context = self._desk.context(lang)
        checked = self._checked(context, session, rules)
        if view == "sum":
            layout = check_card(context, checked)
        else:
            layout = pages_card(context, checked, view, int(page))
        await self._desk.whisper(interaction, layout)

    async def _file(
        self, interaction: discord.Interaction, lang: Lang, args: tuple[str, ...]
    ) -> None:
        """Gives the whole answer as a file, to this person alone."""
        key, rules = args[:2]
        session = self._own(interaction, key)
        if session is None:
            await self._lost(interaction, lang, key)
            return
        context = self._desk.context(lang)
        content = check_file(context, self._checked(context, session, rules))
        file = discord.File(io.BytesIO(content.encode()), "little-giant-check.md")
        await interaction.response.send_message(
            context.tr("Your check as a file. The bot keeps no copy."),
            file=file,
            ephemeral=True,
        )

    def _checked(
        self, context: RenderContext, session: Session, rules: str, notice: str = ""
    ) -> CheckResult:
        answers, problems = read_answers(session.raw)
        session.rules = "2022" if rules == "2022" else "current"
        tiers = context.release.catalogue.dataset.tiers
        verdicts = evaluate(tiers, answers, session.rules, today=context.today)
        return CheckResult(
            session.key, answers, verdicts, problems, frozenset(session.sent), notice
        )

    def _own(self, interaction: discord.Interaction, key: str) -> Session | None:
        """The session, if it is this person's."""
        session = self.sessions.find(key)
        return session if session and session.user_id == interaction.user.id else None

    async def _lost(self, interaction: discord.Interaction, lang: Lang, key: str) -> None:
        context = self._desk.context(lang)
        await self._desk.whisper(interaction, self._lost_card(context, key))

    def _lost_card(self, context: RenderContext, key: str) -> Layout:
        tr = context.tr
        if self.sessions.find(key) is not None:
            return lost_card(context, tr("These answers belong to another person."))
        said = tr(
            "These answers have expired: they stay in memory for 15 minutes and are "
            "lost when the bot restarts. Nothing was stored."
        )
        return lost_card(context, said)
