"""Decides before each post whether it mentions its role, and says why where it does not."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.digests.interfaces import Poster
from bot.domain.digests.role_mentions import MentionObstacle, MentionRight, mention_obstacle
from bot.domain.digests.subscription import Digest, Target
from bot.storage.mention_rights import MentionRightStore


class MentionStatus(NamedTuple):
    """What prevents a digest's next post, as far as known now, and its last from a mention."""

    next: MentionObstacle | None = None
    last: MentionObstacle | None = None


@dataclass(eq=False, repr=False)
class RoleMentions:
    """The mentions of all digests."""

    _store: MentionRightStore
    _poster: Poster
    _clock: Callable[[], datetime]

    async def role_for(self, digest_id: int, target: Target) -> int | None:
        """The role that a post to the target mentions; None where it must not.

        From memory; a right that was read more than 24 hours ago, or a channel that is not in
        memory, costs a request.
        """
        if target.role_id is None:
            return None
        state = self._poster.role_state(target)
        if state == "unknown":
            state = await self._poster.fetch_role_state(target)
        stored = right = await self._store.get(digest_id)
        obstacle = mention_obstacle(state, right, self._clock())
        if obstacle == "unread" and state == "by-right" and right.ordered_by is not None:
            held = await self._poster.may_mention(target, right.ordered_by)
            if held is not None:
                right = right._replace(held=held, read_at=self._clock())
                obstacle = None if held else "person-lacks"
        right = right._replace(left_out=obstacle)
        if right != stored:
            await self._store.renew(digest_id, right)
        return target.role_id if obstacle is None else None

    async def order(self, digest: Digest, by: int, *, held: bool | None, moved: bool) -> None:
        """A person saved or posted the digest with that right; None: not known.

        `moved`: with another role or channel. Otherwise a person without the right does not
        take it from the one who ordered the mention.
        """
        if digest.order.target.role_id is not None and (moved or held):
            read_at = self._clock() if held is not None else None
            await self._store.order(digest.id, MentionRight(by, bool(held), read_at))

    def is_mentionable(self, digest: Digest) -> bool:
        """Whether anybody may mention the digest's role."""
        return self._poster.role_state(digest.order.target) == "mentionable"

    async def status(self, digest: Digest) -> MentionStatus:
        """What prevents the digest from mentioning its role."""
        if digest.order.target.role_id is None:
            return MentionStatus()
        return self._status(digest, await self._store.get(digest.id))

    async def statuses(self, digests: Sequence[Digest]) -> Mapping[int, MentionStatus]:
        """The same for a server's digests that mention a role, by digest id."""
        mentioning = [digest for digest in digests if digest.order.target.role_id is not None]
        if not mentioning:
            return {}
        rights = await self._store.of_guild(mentioning[0].guild_id)
        return {d.id: self._status(d, rights[d.id]) for d in mentioning if d.id in rights}

    def _status(self, digest: Digest, right: MentionRight) -> MentionStatus:
        state = self._poster.role_state(digest.order.target)
        obstacle = mention_obstacle(state, right, self._clock())
        # An old right is read before the next post: it is no obstacle yet.
        return MentionStatus(obstacle if obstacle != "unread" else None, right.left_out)
