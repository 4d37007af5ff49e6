"""Decides whether an interaction is answered: each once, each person only so often, if readable."""

import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Final

import discord
import structlog

from bot.i18n.translator import Translator
from bot.metrics import Metrics
from bot.ui.cooldowns import Cooldowns, Limit
from bot.ui.interaction_tracking import InteractionOutcome, set_outcome

if TYPE_CHECKING:
    from bot.discord_client.client import LittleGiant

log = structlog.stdlib.get_logger()

REMEMBERED: Final = 10_000
"""How many interactions are remembered, to recognise one that Discord delivers twice."""
_TOKEN_LIFE: Final = 14 * 60 * 1000 << 22
"""What an interaction's id grows by until the token of an earlier one expires, less a minute."""
_GONE: Final[Mapping[int, tuple[str, InteractionOutcome]]] = {
    10062: ("expired", "unanswered"),
    40060: ("answered before", "answered"),
}
"""Discord's codes for an interaction that can no longer be answered; the reason, the outcome."""


def is_fault(record: logging.LogRecord) -> bool:
    """A filter for the library's log: a late or changed autocomplete is not a fault."""
    error = record.exc_info[1] if record.exc_info else None
    changed = isinstance(error, discord.app_commands.CommandSignatureMismatch)
    return not changed and getattr(error, "code", None) not in _GONE


class InteractionGuard:
    """One per process, for all commands, buttons and forms."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        translator: Callable[[discord.Interaction], Translator],
        metrics: Metrics,
    ) -> None:
        """`translator` is that of a person's language; `metrics` counts refusals."""
        self._cooldowns = Cooldowns(clock)
        self.translator = translator
        self._metrics = metrics
        self._seen: OrderedDict[int, str] = OrderedDict()
        """The tokens by interaction."""

    def is_repeat(self, interaction: discord.Interaction) -> bool:
        """Whether the same interaction arrived before; it must not run twice."""
        if interaction.id in self._seen:
            self._metrics.interactions_refused.labels("delivered twice").inc()
            return True
        self._seen[interaction.id] = interaction.token
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return False

    def token_of(self, message: discord.Message, now: int) -> str | None:
        """The token with which the answer `message` can still be changed; None: not known.

        `now` is the id of an interaction that has just arrived.
        """
        origin = message.interaction_metadata
        if origin is None or now - origin.id >= _TOKEN_LIFE:
            return None
        return self._seen.get(origin.id)

    async def admits(self, interaction: discord.Interaction, limit: Limit | None) -> bool:
        """Whether the person may do this now; if not, they read when they may."""
        until = self._cooldowns.wait(interaction.user.id, limit) if limit is not None else None
        if until is None:
            return True
        self._metrics.interactions_refused.labels("too often").inc()
        set_outcome("refused")
        tr = self.translator(interaction)
        when = f"<t:{int(until.timestamp())}:R>"
        await self.reply(interaction, tr("Too many requests. Please try again {when}.", when=when))
        return False

    def is_within(self, interaction: discord.Interaction, limit: Limit) -> bool:
        """Whether the person may do this now; if not, nothing is sent."""
        if self._cooldowns.wait(interaction.user.id, limit) is None:
            return True
        self._metrics.interactions_refused.labels("too often").inc()
        return False

    async def offer_nothing(self, interaction: discord.Interaction) -> None:
        """Answers an autocomplete with no choices, if Discord still accepts an answer."""
        await self._deliver(interaction.response.autocomplete([]))

    async def reply(self, interaction: discord.Interaction, sentence: str) -> None:
        """Answers with one private sentence, if Discord still accepts an answer."""
        await self._deliver(interaction.response.send_message(sentence, ephemeral=True))

    async def _deliver(self, answer: Awaitable[object]) -> None:
        try:
            await answer
        except discord.HTTPException as error:
            if not self.is_gone(error):
                log.warning("answer failed", status=error.status, code=error.code)

    def is_gone(self, error: BaseException | None) -> bool:
        """Whether Discord refused an answer to an interaction that has ended; not a fault."""
        if not isinstance(error, discord.HTTPException) or error.code not in _GONE:
            return False
        reason, outcome = _GONE[error.code]
        self._metrics.interactions_refused.labels(reason).inc()
        set_outcome(outcome)
        log.info("interaction ended before the answer", reason=reason)
        return True


async def answer_malformed(
    interaction: discord.Interaction["LittleGiant"], error: Exception, tr: Translator
) -> None:
    """Says that the button is not recognised, and counts it; `tr` if its language is unreadable."""
    client = interaction.client
    client.policy.drops.dropped("INTERACTION_CREATE", error)
    client.metrics.interactions_refused.labels("malformed").inc()
    set_outcome("refused")
    if interaction.response.is_done():
        return
    if interaction.type is discord.InteractionType.autocomplete:
        await client.guard.offer_nothing(interaction)
        return
    try:
        tr = client.translator(interaction)
    except Exception as unreadable:  # noqa: BLE001 - whatever else is missing in it
        client.policy.drops.dropped("INTERACTION_CREATE", unreadable)
    await client.guard.reply(
        interaction, tr("The bot does not recognise this request. Please run the command again.")
    )
