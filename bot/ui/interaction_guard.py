"""Decides whether an interaction is answered: each one once, and each person only so often."""

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

import discord
import structlog

from bot.i18n.translator import Translator
from bot.metrics import Metrics
from bot.ui.cooldowns import Cooldowns, Limit
from bot.ui.interaction_tracking import Outcome, note

log = structlog.stdlib.get_logger()

REMEMBERED: Final = 10_000
"""Interactions that are known again when Discord delivers them twice: those of several minutes."""
_GONE: Final[Mapping[int, tuple[str, Outcome]]] = {
    10062: ("expired", "unanswered"),
    40060: ("answered before", "answered"),
}
"""Discord's codes for an interaction that takes no answer any more; what came of it."""


def is_fault(record: logging.LogRecord) -> bool:
    """A filter for the library's log: an autocomplete that came too late or changed is no fault."""
    error = record.exc_info[1] if record.exc_info else None
    changed = isinstance(error, discord.app_commands.CommandSignatureMismatch)
    return not changed and getattr(error, "code", None) not in _GONE


class InteractionGuard:
    """One for all commands, buttons and forms of a process."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        speak: Callable[[discord.Interaction], Translator],
        metrics: Metrics,
    ) -> None:
        """`clock` gives the moment in UTC, `speak` a person's words; `metrics` counts refusals."""
        self._cooldowns = Cooldowns(clock)
        self._speak = speak
        self._metrics = metrics
        self._seen: OrderedDict[int, None] = OrderedDict()

    def is_repeat(self, interaction: discord.Interaction) -> bool:
        """Whether the same interaction came before: then nothing may be done a second time."""
        if interaction.id in self._seen:
            self._metrics.interaction_refused("delivered twice")
            return True
        self._seen[interaction.id] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return False

    async def admits(self, interaction: discord.Interaction, limit: Limit | None) -> bool:
        """Whether the person may do this now; otherwise they are told from when on."""
        until = self._cooldowns.wait(interaction.user.id, limit) if limit is not None else None
        if until is None:
            return True
        self._metrics.interaction_refused("too often")
        note("refused")
        tr = self._speak(interaction)
        when = f"<t:{int(until.timestamp())}:R>"
        await self.tell(interaction, tr("Too many requests. Please try again {when}.", when=when))
        return False

    def is_within(self, interaction: discord.Interaction, limit: Limit) -> bool:
        """Whether the person may do this now; nothing is told otherwise."""
        if self._cooldowns.wait(interaction.user.id, limit) is None:
            return True
        self._metrics.interaction_refused("too often")
        return False

    async def offer_nothing(self, interaction: discord.Interaction) -> None:
        """Answers an autocomplete with no choices, as long as Discord takes an answer."""
        try:
            await interaction.response.autocomplete([])
        except discord.HTTPException as error:
            if not self.is_gone(error):
                log.warning("answer not delivered", status=error.status, code=error.code)

    async def tell(self, interaction: discord.Interaction, sentence: str) -> None:
        """Answers with one private sentence, as long as Discord takes an answer."""
        try:
            await interaction.response.send_message(sentence, ephemeral=True)
        except discord.HTTPException as error:
            if not self.is_gone(error):
                log.warning("answer not delivered", status=error.status, code=error.code)

    def is_gone(self, error: BaseException | None) -> bool:
        """Whether Discord refused an answer since the interaction has ended; counted, no fault."""
        if not isinstance(error, discord.HTTPException) or error.code not in _GONE:
            return False
        reason, outcome = _GONE[error.code]
        self._metrics.interaction_refused(reason)
        note(outcome)
        log.info("answer not taken", reason=reason)
        return True
