"""A schedule as somebody typed it, and the zones that tests of schedules use."""

from bot.domain.schedules.parser import parse_schedule
from bot.domain.schedules.schedule import Schedule

BERLIN = "Europe/Berlin"


def read(typed: str) -> Schedule:
    found = parse_schedule(typed)
    assert isinstance(found, Schedule), (typed, found)
    return found
