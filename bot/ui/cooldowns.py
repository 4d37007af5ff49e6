"""How often one person may ask for something, so that nobody can use up what all share.

Commands and buttons that write, draw or make a file have limits of their own; everything else
shares one. What a button does counts like the command that does the same. /admin has no limit.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import Final, NamedTuple

from discord.app_commands import Cooldown

MOST: Final = 10_000
"""People and limits that are remembered; one takes about 300 bytes. The oldest go first."""


class Limit(NamedTuple):
    """So many times in so many seconds, for each person."""

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
    "digest create": WRITES,
    "digest delete": WRITES,
    "digest edit": WRITES,
    "digest pause": WRITES,
    "digest preview": WRITES,
    "digest resume": WRITES,
    "digest run": WRITES,
    "measures export": FILES,
    "preferences": WRITES,
    "watch add": WRITES,
    "watch remove": WRITES,
    "zones map": PICTURES,
}


def limit_of(command: str) -> Limit | None:
    """The limit of a command by its whole name; None where there is none."""
    return None if command.split(maxsplit=1)[0] == "admin" else _OF_COMMANDS.get(command, LOOKUPS)


class Cooldowns:
    """Counts what each person does, in memory."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """`clock` gives the moment in UTC."""
        self._clock = clock
        self._kept: OrderedDict[tuple[int, str], tuple[datetime, Cooldown]] = OrderedDict()
        """By person and limit, in the order in which they began: when, and what is left."""

    def __len__(self) -> int:
        return len(self._kept)

    def wait(self, user_id: int, limit: Limit) -> datetime | None:
        """Counts one use; the moment from which there is another one, where this one is too many.

        What is refused does not count.
        """
        now = self._clock()
        self._forget(now)
        key = (user_id, limit.name)
        began, cooldown = self._kept.get(key) or (now, Cooldown(limit.times, limit.seconds))
        over = began + timedelta(seconds=limit.seconds)
        if not began <= now < over:  # over, or the clock was set back
            self._kept.pop(key, None)
            began, cooldown = now, Cooldown(limit.times, limit.seconds)
        self._kept[key] = began, cooldown
        left = cooldown.update_rate_limit(now.timestamp())
        return None if left is None else now + timedelta(seconds=ceil(left))

    def _forget(self, now: datetime) -> None:
        while self._kept:
            key = next(iter(self._kept))
            began, cooldown = self._kept[key]
            if len(self._kept) < MOST and now < began + timedelta(seconds=cooldown.per):
                return
            del self._kept[key]
