"""Posts one claimed run part by part: no part is lost, none is posted twice."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, TypeAlias, assert_never

import structlog

from bot.digests.interfaces import (
    Absent,
    Delayed,
    OutgoingMessage,
    Poster,
    PreparedEdition,
    Refused,
    SendResult,
    Unknowable,
)
from bot.digests.lease import Lease
from bot.digests.rate_limiter import may_go
from bot.digests.role_mentions import RoleMentions
from bot.domain.digests.subscription import Cause, CauseCode, Post, Run, Target, dedup_key_of
from bot.metrics import Metrics
from bot.storage.runs import RunStore

log = structlog.stdlib.get_logger()

End: TypeAlias = Literal["sent", "failed", "suspended", "put-off", "lost"]
"""lost: the run is over, or another process has it."""

NONCE_SECONDS: Final = 120
"""How long the nonce alone suffices; Discord remembers one for "the past few minutes"."""
_DIGEST_CAUSES: Final[frozenset[CauseCode]] = frozenset({"tag-needed"})
"""Causes that concern one digest; others in its channel continue."""
_RUN_CAUSES: Final[frozenset[CauseCode]] = frozenset({"invalid", "too-late"})
"""Causes that concern one run; its digest continues with the next one."""
_POST_CAUSES: Final[frozenset[CauseCode]] = frozenset(
    {"channel-gone", "thread-archived", "thread-locked"}
)
"""Causes that, within a forum post, concern that post."""


@dataclass(eq=False, repr=False)
class Sender:
    """Posts claimed runs."""

    _runs: RunStore
    _poster: Poster
    _lease: Lease
    _mentions: RoleMentions
    _clock: Callable[[], datetime]
    _metrics: Metrics

    async def deliver(
        self, run: Run, target: Target, document: PreparedEdition, term: int, *, fresh: bool
    ) -> End:
        """Posts what is not posted yet; `term` is that of the lease in which it was claimed.

        `fresh`: nothing was tried before, so no earlier post is searched for.

        A part is certain once it is recorded. One that may have been sent is sent again with its
        nonce while Discord remembers it, and searched for afterwards.
        """
        may_go.set(lambda: self._lease.held(term))
        into = run.posts[1].channel_id if target.kind == "forum" and 1 in run.posts else None
        for part in range(1, run.parts + 1):
            post = run.posts.get(part)
            if post is None:
                if not self._lease.held(term):
                    return "lost"  # another process may be posting it
                # Before each part: the channel may be gone since the last one.
                obstacle = self._poster.obstacle(target)
                if isinstance(obstacle, Cause):
                    return await self._suspend(run, target, obstacle)
                outcome = await self._post_part(run, target, document, part, into, fresh=fresh)
                if not isinstance(outcome, Post):
                    return await self._stopped(run, target, outcome, into)
                post, fresh = outcome, True
                self._count_lateness(run, part)
                if part == run.parts and target.kind != "announcement":
                    return await self._finish(run, document, part, post)
                now, mine = self._clock(), self._lease.process
                if not await self._runs.record(run, part, post, mine, at=now):
                    return "lost"
                into = post.channel_id if target.kind == "forum" else None
            if target.kind == "announcement" and post.published is None:
                stopped = await self._publish(run, target, part, post)
                if stopped is not None:
                    return stopped
        return await self._finish(run, document)

    def _count_lateness(self, run: Run, part: int) -> None:
        if part == 1 and run.kind == "scheduled":
            self._metrics.first_post((self._clock() - run.slot).total_seconds())

    async def _post_part(
        self,
        run: Run,
        target: Target,
        document: PreparedEdition,
        part: int,
        into: int | None,
        *,
        fresh: bool,
    ) -> SendResult | Unknowable:
        """Posts a part, unless it is in the channel already, or it is too late to begin."""
        dedup_key = dedup_key_of(run.digest_id, run.slot, part)
        too_late = self._is_too_late(run, target)
        if not fresh and (too_late or self._must_search(run, target, into)):
            found = await self._poster.find(target, dedup_key, run.tried_at, into)
            if not isinstance(found, Absent):
                return found
            if too_late:
                return Refused(Cause("too-late"))
        first = part == 1
        outgoing = OutgoingMessage(
            document.parts[part - 1],
            dedup_key,
            await self._mentions.role_for(run.digest_id, target) if first else None,
            document.title if first else "",
            target.tag_id,
        )
        return await self._poster.send(target, outgoing, into)

    def _must_search(self, run: Run, target: Target, into: int | None) -> bool:
        nonceless = target.kind == "forum" and into is None
        return nonceless or self._clock() - run.tried_at > timedelta(seconds=NONCE_SECONDS)

    def _is_too_late(self, run: Run, target: Target) -> bool:
        """Whether no edition may begin any more; a watch's change is sent however late."""
        return target.kind != "direct" and not run.posts and self._clock() >= run.give_up_at

    async def _publish(self, run: Run, target: Target, part: int, post: Post) -> End | None:
        outcome = await self._poster.publish(post)
        if isinstance(outcome, Delayed) and self._clock() < run.give_up_at:
            return await self._stopped(run, target, outcome)
        # A refusal concerns only the followers: the channel has its post.
        await self._runs.publish(run, part, published=outcome is True)
        return None

    async def _finish(
        self, run: Run, document: PreparedEdition, part: int = 0, post: Post | None = None
    ) -> End:
        ended = await self._runs.finish(
            run, document.news, self._lease.process, at=self._clock(), part=part, post=post
        )
        return "sent" if ended else "lost"

    async def _stopped(
        self,
        run: Run,
        target: Target,
        outcome: Refused | Delayed | Unknowable,
        into: int | None = None,
    ) -> End:
        match outcome:
            case Refused(cause) if cause.code in _RUN_CAUSES:
                return await self._fail(run, cause)
            case Refused(cause) if into is not None and cause.code in _POST_CAUSES:
                # The forum post was deleted or locked; the forum itself may be fine.
                obstacle = self._poster.obstacle(target)
                if not isinstance(obstacle, Cause):
                    return await self._fail(run, cause)
                return await self._suspend(run, target, obstacle)
            case Refused(cause):
                return await self._suspend(run, target, cause)
            case Unknowable():
                return await self._fail(run, Cause("unverifiable"))
            case Delayed(seconds):
                return await self.put_off(run, Cause("unreachable"), seconds)
        assert_never(outcome)

    async def put_off(self, run: Run, cause: Cause, seconds: float = 0.0) -> End:
        """Postpones the run; ends it with that cause where its time would be over by then."""
        retry_at = next_try(run, self._clock(), seconds)
        if retry_at is None:
            return await self._fail(run, cause)
        stored = await self._runs.retry(run, retry_at, self._lease.process)
        return "put-off" if stored else "lost"

    async def _fail(self, run: Run, cause: Cause) -> End:
        log.warning("digest not posted", digest=run.digest_id, run=run.id, cause=cause.code)
        ended = await self._runs.fail(run, cause, self._lease.process, at=self._clock())
        return "failed" if ended else "lost"

    async def _suspend(self, run: Run, target: Target, cause: Cause) -> End:
        which = "digest" if cause.code in _DIGEST_CAUSES else target
        log.warning(
            "digest suspended", digest=run.digest_id, cause=cause.code, missing=cause.missing
        )
        ended = await self._runs.fail(
            run, cause, self._lease.process, at=self._clock(), suspend=which
        )
        return "suspended" if ended else "lost"


WAITS: Final = (2, 5, 15, 30, 60, 120, 300, 600, 1200, 3600)
"""Seconds before each further try; the last one repeats."""


def next_try(run: Run, now: datetime, seconds: float) -> datetime | None:
    """The moment of the next try, None to give up; Discord asks to wait so many `seconds`."""
    wait = max(seconds, WAITS[min(run.tries, len(WAITS) - 1)])
    retry_at = now + timedelta(seconds=wait)
    return retry_at if retry_at < run.give_up_at else None
