"""Reloads that no person on Discord asks for: by the shell, by a signal, by another process."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

import structlog

from bot.domain.data.diff import CHANGE_KINDS
from bot.releases.fault_codec import unpacked_faults
from bot.releases.proposal import Busy, Live, MovedOn, Outcome, Proposal, Same, Unknown
from bot.releases.reader import InvalidDataset
from bot.releases.reload import Reload
from bot.releases.startup import faults_counted
from bot.storage.releases import Deed, Way
from bot.storage.reload_requests import RequestStore

log = structlog.stdlib.get_logger()

LOOK_SECONDS: Final = 4
"""How often it is looked for requests, and for what other processes made live."""
OLDEST: Final = timedelta(seconds=90)
"""A request older than this has nobody waiting for it."""
_KEPT: Final = timedelta(days=7)
OK, DATA, UNAVAILABLE = 0, 65, 69
"""Exit codes of the shell's command: as asked; the data set cannot be used; not now."""


class ReloadOutcome(NamedTuple):
    """What a reload without a person came to: the shell's exit code, and lines to print."""

    code: int
    lines: list[str]
    """What is listed: faults, or what changed."""
    sentence: str


class ReloadTriggers:
    """Looks after requests and other processes' releases, and does what a signal asks."""

    def __init__(
        self, reload: Reload, requests: RequestStore, clock: Callable[[], datetime]
    ) -> None:
        self._reload = reload
        self._requests = requests
        self._clock = clock
        self._tasks: set[asyncio.Task[None]] = set()

    async def look(self) -> None:
        """Follows what is live elsewhere, and takes a request where there is one."""
        await self._reload.follow()
        taken = await self._requests.take(self._clock() - OLDEST)
        if taken is not None:
            told = await self._tried(force=taken.force, way="shell")
            await self._requests.answer(taken.id, told._asdict())
            await self._requests.forget(self._clock() - _KEPT)

    def signalled(self) -> None:
        """Begins a reload from disk; what comes of it is in the log."""
        task = asyncio.get_running_loop().create_task(self._signalled())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _signalled(self) -> None:
        told = await self._tried(force=False, way="signal")
        tell = log.info if told.code == OK else log.warning
        tell("reload on a signal", outcome=told.sentence, first=told.lines[:1])

    async def _tried(self, *, force: bool, way: Way) -> ReloadOutcome:
        try:
            return await self._do(force=force, way=way)
        except Exception:
            log.exception("reload failed", way=way)
            return ReloadOutcome(UNAVAILABLE, [], "The reload failed; the bot's log says why.")

    async def _do(self, *, force: bool, way: Way) -> ReloadOutcome:
        outcome = await self._reload.from_disk(force=force)
        for _ in range(3):
            if not isinstance(outcome, Proposal) or outcome.held_back:
                return _told(outcome)
            applied = await self._reload.apply(outcome, Deed(None, way))
            if isinstance(applied, Live):
                return _applied(outcome, applied)
            if isinstance(applied, MovedOn):  # by another process: compared with that once more
                outcome = await self._reload.again(outcome)
            else:
                outcome = applied
        return _told(Busy())


def _told(outcome: Outcome) -> ReloadOutcome:
    match outcome:
        case InvalidDataset():
            # A text may hold half of a character, which no database takes.
            listed = "\n".join(str(fault) for fault in unpacked_faults(outcome.packed))
            lines = listed.encode("utf-8", "backslashreplace").decode().splitlines()
            return ReloadOutcome(DATA, lines, f"The data set has {faults_counted(outcome.count)}.")
        case Same():
            return ReloadOutcome(
                OK, [], f"Nothing changed: version {outcome.version} is live already."
            )
        case Proposal():
            lines = [
                f"{kind}: {gone} of {of} removed" for kind, (gone, of) in outcome.found.lost.items()
            ]
            return ReloadOutcome(
                DATA, lines, "More than a fifth of the records of a kind would go; --force does it."
            )
        case Unknown() | Busy():
            return ReloadOutcome(
                UNAVAILABLE, [], "Another reload is on its way; try again in a moment."
            )


def _applied(offer: Proposal, live: Live) -> ReloadOutcome:
    kinds = [change.kind for change in offer.found.changes]
    counted = [f"{kind}: {kinds.count(kind)}" for kind in CHANGE_KINDS if kind in kinds]
    records = [f"{change.kind}: {change.record.id}" for change in offer.found.changes[:200]]
    what = ", ".join(counted) or "no record that is shown"
    return ReloadOutcome(
        OK, records, f"Version {live.version} is live, in place of {offer.against} ({what})."
    )


def read_told(answer: dict[str, Any]) -> ReloadOutcome:
    """What a process answered in a request's row."""
    try:
        return ReloadOutcome(int(answer["code"]), list(answer["lines"]), str(answer["sentence"]))
    except (KeyError, TypeError, ValueError):
        return ReloadOutcome(
            UNAVAILABLE, [], "The bot's answer cannot be read; its log says what happened."
        )
