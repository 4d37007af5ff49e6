"""When a post may mention its role: a table of what is known at the moment of posting."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.digests.role_mentions import (
    MentionObstacle,
    MentionRight,
    RoleState,
    mention_obstacle,
)

NOW = datetime(2026, 9, 7, 1, 0, tzinfo=UTC)
DAY = timedelta(hours=24)
HELD = MentionRight(7, held=True, read_at=NOW - timedelta(hours=23))
LOST = MentionRight(7, held=False, read_at=NOW - timedelta(hours=23))
STALE = MentionRight(7, held=True, read_at=NOW - DAY)
NOBODY = MentionRight(None, held=True, read_at=NOW)

CASES: list[tuple[RoleState, MentionRight, MentionObstacle | None]] = [
    ("mentionable", NOBODY, None),
    ("mentionable", LOST, None),
    ("by-right", HELD, None),
    ("by-right", LOST, "person-lacks"),
    ("by-right", STALE, "unread"),
    ("by-right", MentionRight(7), "unread"),
    ("by-right", NOBODY, "person-unknown"),
    ("bot-lacks", HELD, "bot-lacks"),
    ("gone", HELD, "role-gone"),
]


@pytest.mark.parametrize(("state", "right", "obstacle"), CASES)
def test_what_is_in_the_way(
    state: RoleState, right: MentionRight, obstacle: MentionObstacle | None
) -> None:
    assert mention_obstacle(state, right, NOW) == obstacle


def test_a_place_that_is_not_known_is_asked_for() -> None:
    assert mention_obstacle("unknown", HELD, NOW) == "unread"
