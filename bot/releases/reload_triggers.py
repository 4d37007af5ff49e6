"""Reloads from the shell and by a signal."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import structlog

from bot.digests.lease import DEAD_SECONDS
from bot.domain.data.faults import unpacked_faults
from bot.exit_codes import DATA, OK, UNAVAILABLE
from bot.releases.live_release import LiveRelease
from bot.releases.proposal import Busy, Live, MovedOn, Proposal, ProposeResult, Same, UnknownRelease
from bot.releases.reader import DatasetReader, InvalidDataset
from bot.releases.reload import Reload
from bot.releases.startup import DataError, built_release, faults_counted
from bot.storage.database import StorageError, open_database
from bot.storage.processes import ProcessStore
from bot.storage.releases import Deed, ReleaseStore, Way

log = structlog.stdlib.get_logger()


class ReloadOutcome(NamedTuple):
    """The outcome of a reload: the shell's exit code, and what it prints."""

    code: int
    lines: list[str]
    """The faults, or the changes."""
    sentence: str


async def reload_from_shell(
    url: str, folder: Path, reader: DatasetReader, clock: Callable[[], datetime], *, force: bool
) -> ReloadOutcome:
    """Makes the data on disk live from a process of its own, and running bots follow.

    Closes the reader. Raises StorageError if no bot runs, DataError if the live release is
    unreadable.
    """
    async with contextlib.AsyncExitStack() as stack:
        stack.callback(reader.close)  # also when interrupted
        database = await stack.enter_async_context(open_database(url, migrating=False))
        found = await ProcessStore(database).heartbeats(at=clock())
        if not any(beat.age.total_seconds() < DEAD_SECONDS for beat in found.values()):
            raise StorageError(f"No running bot uses the database {database.place}.")
        store = ReleaseStore(database)
        active = await store.active()
        if active is None:
            raise DataError("The database has no release yet; wait until the bot has started.")
        try:
            live = LiveRelease(built_release(active, {}))
        except ValueError as error:
            said = f"The stored release {active.version} is unreadable; restart the bot instead."
            raise DataError(said) from error
        reload = Reload(store, folder, live.get, live.swap, clock, reader)
        return await _run(reload, force=force, way="shell")


async def reload_on_signal(reload: Reload) -> None:
    """Makes the data on disk live; the outcome is logged."""
    try:
        outcome = await _run(reload, force=False, way="signal")
    except Exception:
        log.exception("reload failed")
        return
    write = log.info if outcome.code == OK else log.warning
    write("reload on a signal", outcome=outcome.sentence, first=outcome.lines[:1])


async def _run(reload: Reload, *, force: bool, way: Way) -> ReloadOutcome:
    outcome = await reload.from_disk(force=force)
    for _ in range(3):
        if not isinstance(outcome, Proposal) or outcome.held_back:
            return _refusal(outcome)
        applied = await reload.apply(outcome, Deed(None, way))
        if isinstance(applied, Live):
            return _success(outcome, applied)
        if isinstance(applied, MovedOn):  # another process was faster: compare again
            outcome = await reload.again(outcome)
        else:
            outcome = applied
    return _refusal(Busy())


def _refusal(outcome: ProposeResult) -> ReloadOutcome:
    match outcome:
        case InvalidDataset():
            lines = [str(fault) for fault in unpacked_faults(outcome.packed)]
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
        case UnknownRelease() | Busy():
            sentence = "Another reload is running; try again in a moment."
            return ReloadOutcome(UNAVAILABLE, [], sentence)


def _success(proposal: Proposal, live: Live) -> ReloadOutcome:
    kinds = [change.kind for change in proposal.found.changes]
    counted = [f"{kind}: {kinds.count(kind)}" for kind in dict.fromkeys(kinds)]
    records = [f"{change.kind}: {change.record.id}" for change in proposal.found.changes[:200]]
    what = ", ".join(counted) or "no visible record"
    sentence = f"Version {live.version} is live; it replaces {proposal.against} ({what})."
    return ReloadOutcome(OK, records, sentence)
