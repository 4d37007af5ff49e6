"""Reloads that nobody on Discord starts: by the shell, by a signal, by another process."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

import structlog

from bot.domain.data.diff import CHANGE_KINDS
from bot.exit_codes import DATA, OK, UNAVAILABLE
from bot.releases.fault_codec import unpacked_faults
from bot.releases.proposal import Busy, Live, MovedOn, Outcome, Proposal, Same, Unknown
from bot.releases.reader import InvalidDataset
from bot.releases.reload import Reload
from bot.releases.startup import faults_counted
from bot.storage.releases import Deed, Way
from bot.storage.reload_requests import RequestStore

log = structlog.stdlib.get_logger()

POLL_SECONDS: Final = 4
"""How often the requests and the releases of other processes are polled."""
OLDEST: Final = timedelta(seconds=90)
"""Nobody waits for an older request."""
_RETENTION: Final = timedelta(days=7)


class ReloadOutcome(NamedTuple):
    """The outcome of a reload: the shell's exit code, and what it prints."""

    code: int
    lines: list[str]
    """The faults, or the changes."""
    sentence: str


@dataclass(eq=False, repr=False)
class ReloadTriggers:
    """Follows the releases of other processes and handles requests and signals."""

    _reload: Reload
    _requests: RequestStore
    _clock: Callable[[], datetime]

    def __post_init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    async def poll(self) -> None:
        """Follows the live release, and handles a request if there is one."""
        await self._reload.follow()
        request = await self._requests.take(self._clock() - OLDEST)
        if request is not None:
            outcome = await self._try(force=request.force, way="shell")
            await self._requests.finish(request.id, outcome._asdict())
            await self._requests.delete_before(self._clock() - _RETENTION)

    def on_signal(self) -> None:
        """Starts a reload from disk; its outcome is logged."""
        task = asyncio.get_running_loop().create_task(self._reload_on_signal())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _reload_on_signal(self) -> None:
        outcome = await self._try(force=False, way="signal")
        write = log.info if outcome.code == OK else log.warning
        write("reload on a signal", outcome=outcome.sentence, first=outcome.lines[:1])

    async def _try(self, *, force: bool, way: Way) -> ReloadOutcome:
        try:
            return await self._run(force=force, way=way)
        except Exception:
            log.exception("reload failed", way=way)
            return ReloadOutcome(UNAVAILABLE, [], "The reload failed; the bot's log says why.")

    async def _run(self, *, force: bool, way: Way) -> ReloadOutcome:
        outcome = await self._reload.from_disk(force=force)
        for _ in range(3):
            if not isinstance(outcome, Proposal) or outcome.held_back:
                return _refusal(outcome)
            applied = await self._reload.apply(outcome, Deed(None, way))
            if isinstance(applied, Live):
                return _success(outcome, applied)
            if isinstance(applied, MovedOn):  # another process was faster: compare again
                outcome = await self._reload.again(outcome)
            else:
                outcome = applied
        return _refusal(Busy())


def _refusal(outcome: Outcome) -> ReloadOutcome:
    match outcome:
        case InvalidDataset():
            # A text may hold a lone surrogate, which no database accepts.
            listed = "\n".join(str(fault) for fault in unpacked_faults(outcome.packed))
            lines = listed.encode("utf-8", "backslashreplace").decode().splitlines()
            return ReloadOutcome(DATA, lines, f"The data set has {faults_counted(outcome.count)}.")
        case Same():
            sentence = f"Nothing changed: version {outcome.version} is already live."
            return ReloadOutcome(OK, [], sentence)
        case Proposal():
            lines = [
                f"{kind}: {gone} of {of} removed" for kind, (gone, of) in outcome.found.lost.items()
            ]
            sentence = "More than a fifth of a kind would be removed; use --force to reload anyway."
            return ReloadOutcome(DATA, lines, sentence)
        case Unknown() | Busy():
            return ReloadOutcome(
                UNAVAILABLE, [], "Another reload is running; try again in a moment."
            )


def _success(proposal: Proposal, live: Live) -> ReloadOutcome:
    kinds = [change.kind for change in proposal.found.changes]
    counted = [f"{kind}: {kinds.count(kind)}" for kind in CHANGE_KINDS if kind in kinds]
    records = [f"{change.kind}: {change.record.id}" for change in proposal.found.changes[:200]]
    what = ", ".join(counted) or "no visible record"
    sentence = f"Version {live.version} is live; it replaces {proposal.against} ({what})."
    return ReloadOutcome(OK, records, sentence)


def read_outcome(result: dict[str, Any]) -> ReloadOutcome:
    """The outcome in a request's row."""
    try:
        return ReloadOutcome(int(result["code"]), list(result["lines"]), str(result["sentence"]))
    except (KeyError, TypeError, ValueError):
        sentence = "The bot's reply is unreadable; see its log for the outcome."
        return ReloadOutcome(UNAVAILABLE, [], sentence)
