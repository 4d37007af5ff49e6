"""What a reload finds: a data set that may go live, or why there is none."""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple, TypeAlias

from bot.domain.data.diff import Change
from bot.domain.data.loader import KINDS, Dataset
from bot.releases.reader import InvalidDataset, ValidDataset

Source: TypeAlias = Literal["disk", "file", "release"]
LARGEST_LOSS: Final = 5
"""More than one in so many records of a kind gone: that needs `force`."""
VALID: Final = timedelta(minutes=10)
MOST_WAITING: Final = 4
"""Offers kept; each holds a data set, packed, and what changes."""


class Compared(NamedTuple):
    """How a data set differs from the live one."""

    changes: tuple[Change, ...]
    lost: Mapping[str, tuple[int, int]]
    """Kinds that lose too many records: how many, of how many."""
    moved: Mapping[str, tuple[int, int]]
    """Kinds with another number of records: before and after."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A data set that can go live, against the one that is."""

    source: Source
    against: str
    """The live version that it was compared with; it can only take the place of that."""
    sound: ValidDataset = field(repr=False)
    readings: Mapping[str, str] = field(repr=False)
    known: str | None
    """The version that this content has already."""
    found: Compared = field(repr=False)
    force: bool = False

    @property
    def held_back(self) -> bool:
        """Whether it would remove too much without `force`."""
        return bool(self.found.lost) and not self.force


class Same(NamedTuple):
    """The content is that of the live version."""

    version: str


class Unknown(NamedTuple):
    """There is no such release."""

    version: str


class Busy(NamedTuple):
    """Another reload is on its way in this process."""


Outcome: TypeAlias = Proposal | InvalidDataset | Same | Unknown | Busy


class Live(NamedTuple):
    """What was offered is live now; `new` where it had no version before."""

    version: str
    new: bool


class MovedOn(NamedTuple):
    """Another version came live meanwhile; what was offered is not."""

    version: str


Applied: TypeAlias = Live | MovedOn | Busy


def losses(old: Dataset, new: Dataset) -> dict[str, tuple[int, int]]:
    """Kinds of which more than a fifth of the records would go: how many, of how many."""
    found: dict[str, tuple[int, int]] = {}
    for kind in KINDS:
        before = {record.id for record in getattr(old, kind)}
        gone = len(before - {record.id for record in getattr(new, kind)})
        if gone * LARGEST_LOSS > len(before):
            found[kind] = (gone, len(before))
    return found


def moves(old: Dataset, new: Dataset) -> dict[str, tuple[int, int]]:
    """Kinds of which there are more or fewer records: before and after."""
    before, after = old.counts(), new.counts()
    return {k: (before[k], after[k]) for k in KINDS if before[k] != after[k]}


class PendingProposals:
    """Offers that wait for their *Apply*: each for one person, once, ten minutes long.

    They are held in memory: a restart forgets them, and the button then says so.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._kept: dict[str, tuple[Proposal, int, datetime]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def put(self, offer: Proposal, user_id: int) -> str:
        """The word by which that person can apply the offer."""
        self.forget()
        while len(self._kept) >= MOST_WAITING:
            self._kept.pop(next(iter(self._kept)))
        word = secrets.token_hex(8)
        self._kept[word] = offer, user_id, self._clock() + VALID
        # Also where nobody asks again: the loop's clock may run a little ahead of ours.
        asyncio.get_running_loop().call_later(VALID.total_seconds() + 1, self.forget)
        return word

    def take(self, word: str, user_id: int) -> Proposal | None:
        """The offer, once; None where it is used, too old, forgotten, or another person's."""
        self.forget()
        offer, owner, _ = self._kept.get(word, (None, 0, None))
        if offer is None or owner != user_id:
            return None
        del self._kept[word]
        return offer

    def forget(self) -> None:
        """Lets go of what is too old."""
        now = self._clock()
        self._kept = {word: kept for word, kept in self._kept.items() if kept[2] > now}
