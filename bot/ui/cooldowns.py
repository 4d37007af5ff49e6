"""How often one person may use each kind of command, so that no one exhausts what all share.

Commands and buttons that write, draw or make a file have limits of their own; everything else
shares one. What a button does counts like the command that does the same. /admin has no limit.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from math import ceil
from typing import Final, NamedTuple

MOST_REMEMBERED: Final = 10_000
"""People and limits that are remembered; one takes about 300 bytes. The oldest go first."""
_NEVER: Final = (0.0, 0.0, 0)


class Limit(NamedTuple):
    """How often one person may do this, within how many seconds."""

    name: str
    times: int
    seconds: int


LOOKUPS: Final = Limit("look-ups", 20, 10)
WRITES: Final = Limit("writes", 10, 30)
PICTURES: Final = Limit("pictures", 10, 30)
FILES: Final = Limit("files", 10, 30)
AUTOCOMPLETES: Final = Limit("autocompletes", 40, 10)
"""Beyond it an autocomplete offers nothing; a person who types causes about three a second."""
_OF_COMMANDS: Final[Mapping[str, Limit]] = {
    **{f"digest {name}": WRITES for name in "create delete edit pause preview resume run".split()},
    **dict.fromkeys(("preferences", "watch add", "watch remove"), WRITES),
    "measures export": FILES,
    "zones map": PICTURES,
}


def limit_of(command: str) -> Limit | None:
    """The limit of a command by its whole name; None where there is none."""
    return None if command.split(maxsplit=1)[0] == "admin" else _OF_COMMANDS.get(command, LOOKUPS)


class Cooldowns:
    """Counts what each person does, in memory."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """`clock` gives the time in UTC."""
        self._clock = clock
        self._kept: OrderedDict[tuple[int, str], tuple[float, float, int]] = OrderedDict()
        """By person and limit, in the order in which they began: from, until, how often."""

    def __len__(self) -> int:
        return len(self._kept)

    def wait(self, user_id: int, limit: Limit) -> datetime | None:
        """Counts one use, or gives the time of the next if there were too many."""
        now = self._clock().timestamp()
        self._forget(now)
        key = (user_id, limit.name)
        began, over, used = self._kept.get(key, _NEVER)
        if not began <= now < over:  # over, or the clock was set back
            self._kept.pop(key, None)
            began, over, used = now, now + limit.seconds, 0
        if used >= limit.times:
            return datetime.fromtimestamp(now + ceil(over - now), UTC)
        self._kept[key] = began, over, used + 1
        return None

    def _forget(self, now: float) -> None:
        while self._kept:
            key, (_, over, _) = next(iter(self._kept.items()))
            if len(self._kept) < MOST_REMEMBERED and now < over:
                return
            del self._kept[key]
