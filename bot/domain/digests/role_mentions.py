"""Whether a digest's post may mention its role: by Discord's rules, and by the person's right."""

from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple, TypeAlias

RoleState: TypeAlias = Literal["mentionable", "by-right", "bot-lacks", "gone"]
"""mentionable: anybody may mention the role · by-right: it takes the permission Mention Everyone,
which the bot has in the channel · bot-lacks: the bot does not have it."""

MentionObstacle: TypeAlias = Literal[
    "role-gone", "bot-lacks", "person-lacks", "person-unknown", "unread"
]
"""Why a post mentions no role. person-unknown: the data of the person who ordered it was erased ·
unread: Discord did not say whether the person still has the right."""

READ_AGAIN: Final = timedelta(hours=24)
"""How long a person's right counts after it was read."""


class MentionRight(NamedTuple):
    """The right by which a digest mentions a role that is not mentionable."""

    ordered_by: int | None
    """Who ordered the mention; None: not known."""
    held: bool = False
    """Whether the person had Mention Everyone in the channel when that was last read."""
    read_at: datetime | None = None
    """None: never read."""
    left_out: MentionObstacle | None = None
    """Why the last post mentioned nobody."""

    def is_fresh(self, now: datetime) -> bool:
        """Whether it was read recently enough."""
        return self.read_at is not None and now - self.read_at < READ_AGAIN


def mention_obstacle(
    state: RoleState | Literal["unknown"], right: MentionRight, now: datetime
) -> MentionObstacle | None:
    """What prevents the mention; "unread" where the right must be read first."""
    match state:
        case "mentionable":
            return None
        case "gone":
            return "role-gone"
        case "bot-lacks":
            return "bot-lacks"
        case "unknown":
            return "unread"
        case "by-right":
            if right.ordered_by is None:
                return "person-unknown"
            if not right.is_fresh(now):
                return "unread"
            return None if right.held else "person-lacks"
