"""The outcome of a comparison: a data set that may go live, or the reason why none may."""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from bot.releases.reader import InvalidDataset
from bot.storage.releases import ReleaseContent

if TYPE_CHECKING:
    from bot.domain.data.dataset import Dataset
    from bot.domain.data.diff import Change

ProposalSource: TypeAlias = Literal["disk", "file", "release"]
LARGEST_LOSS: Final = 5
"""If more than one in this many records of a kind would be removed, `force` is needed."""
VALID: Final = timedelta(minutes=10)
MOST_WAITING: Final = 4
"""Proposals in memory; each holds a packed data set and its changes."""


class Compared(NamedTuple):
    """The difference between a data set and the live one."""

    changes: "tuple[Change, ...]"
    lost: Mapping[str, tuple[int, int]]
    """Kinds that lose too many records: the number lost and the total."""
    moved: Mapping[str, tuple[int, int]]
    """Kinds whose number of records changes: before and after."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A data set that can replace the live one."""

    source: ProposalSource
    against: str
    """The live version that it was compared with; it can replace only that."""
    dataset: ReleaseContent = field(repr=False)
    readings: Mapping[str, str] = field(repr=False)
    known: str | None
    """The version of a stored release with the same content."""
    found: Compared = field(repr=False)
    force: bool = False

    @property
    def held_back(self) -> bool:
        """Whether it would remove too much without `force`."""
        return bool(self.found.lost) and not self.force


class Same(NamedTuple):
    """The content equals that of the live version."""

    version: str


class UnknownRelease(NamedTuple):
    """The release does not exist."""

    version: str


class Busy(NamedTuple):
    """Another reload is running in this process."""


ProposeResult: TypeAlias = Proposal | InvalidDataset | Same | UnknownRelease | Busy


class Live(NamedTuple):
    """The proposal is live; `new` if its content had no version before."""

    version: str
    new: bool


class MovedOn(NamedTuple):
    """Another version went live in the meantime; the proposal is not live."""

    version: str


Applied: TypeAlias = Live | MovedOn | Busy


def losses(old: "Dataset", new: "Dataset") -> dict[str, tuple[int, int]]:
    """Kinds that would lose more than a fifth of their records: the number lost and the total."""
    found: dict[str, tuple[int, int]] = {}
    for kind in old.counts():
        before = {record.id for record in getattr(old, kind)}
        gone = len(before - {record.id for record in getattr(new, kind)})
        if gone * LARGEST_LOSS > len(before):
            found[kind] = (gone, len(before))
    return found


def moves(old: "Dataset", new: "Dataset") -> dict[str, tuple[int, int]]:
    """Kinds whose number of records changes: before and after."""
    before, after = old.counts(), new.counts()
    return {k: (before[k], after[k]) for k in before if before[k] != after[k]}


class PendingProposals:
    """Proposals that wait for *Apply*: for one person, once, ten minutes, until a restart."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._waiting: dict[str, tuple[Proposal, int, datetime]] = {}

    def __len__(self) -> int:
        return len(self._waiting)

    def put(self, proposal: Proposal, user_id: int) -> str:
        """Stores a proposal; returns the token with which that person can apply it."""
        self.forget()
        while len(self._waiting) >= MOST_WAITING:
            self._waiting.pop(next(iter(self._waiting)))
        token = secrets.token_hex(8)
        self._waiting[token] = proposal, user_id, self._clock() + VALID
        # Also if nobody calls again; one second more, since the two clocks differ a little.
        asyncio.get_running_loop().call_later(VALID.total_seconds() + 1, self.forget)
        return token

    def take(self, token: str, user_id: int) -> Proposal | None:
        """The proposal, once; None if it is used, expired, discarded or another person's."""
        self.forget()
        proposal, owner, _ = self._waiting.get(token, (None, 0, None))
        if proposal is None or owner != user_id:
            return None
        del self._waiting[token]
        return proposal

    def forget(self) -> None:
        """Discards expired proposals."""
        now = self._clock()
        self._waiting = {token: kept for token, kept in self._waiting.items() if kept[2] > now}
