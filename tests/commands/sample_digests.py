"""Digests with the longest values that Discord and the bot allow."""

from datetime import timedelta
from typing import Final

from bot.digests.role_mentions import MentionStatus
from bot.discord_client.channel_permissions import PERMISSIONS
from bot.domain.digests.subscription import (
    Cause,
    Digest,
    DigestContent,
    Order,
    Post,
    Run,
    RunState,
    State,
    Target,
)
from tests.commands.chat import NOW

ID: Final = 1_234_567_890_123_456_789
"""As long as Discord's ids come."""

WIDEST: Final = Order(
    Target(ID, ID + 1, "forum", "n" * 100, role_id=ID + 2, tag_id=ID + 3, alerts_id=ID + 4),
    DigestContent("both", "both", "capital-market", "pudong", "post-nothing"),
    "cron 0 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23 1,2,3 1,2,3,4,5 1,2,3",
    "America/Argentina/Buenos_Aires",
)

ALL: Final = Cause("no-permission", tuple(PERMISSIONS))


def digest(state: State = "active", cause: Cause | None = None, number: int = 1) -> Digest:
    return Digest(
        id=10**9 + number,
        order=WIDEST,
        state=state,
        since=NOW,
        cause=cause,
        notified=None,
        next_run_at=NOW + timedelta(days=1) if state == "active" else None,
        baseline="2026.09.01.1",
        editions=3,
        last_edition_at=NOW,
        created_by=ID,
        created_at=NOW,
    )


LOST: Final = MentionStatus("person-lacks", "person-lacks")


def run(state: RunState, cause: Cause | None = None, parts: int = 9) -> Run:
    sent = parts if state == "sent" else 1
    return Run(
        id=1,
        digest_id=1,
        slot=NOW,
        kind="manual",
        state=state,
        cause=cause,
        number=12,
        since="2026.09.01.1",
        version="2026.09.01.2",
        late=True,
        claimed_by=None,
        tries=3,
        tried_at=NOW,
        retry_at=NOW if state == "claimed" else None,
        give_up_at=NOW,
        parts=parts,
        finished_at=NOW,
        posts={part: Post(ID + part, ID, published=True) for part in range(1, sent + 1)},
    )
