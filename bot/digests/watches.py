"""Watches: a direct message to a person when one measure changes, delivered as digests are.

The baseline is the last version sent, and never goes back: after a rollback the person knows more
than the live data, and gets a message only once the measure differs from what was sent.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple, TypeAlias

import structlog

from bot.digests.editions import EditionBuilder
from bot.digests.interfaces import (
    Delayed,
    EditionRenderer,
    OutgoingMessage,
    Poster,
    Refused,
    SendResult,
)
from bot.digests.quarantine import Quarantine
from bot.domain.digests.subscription import (
    NO_CHANNEL,
    NO_GUILD,
    Cause,
    Digest,
    DigestContent,
    Order,
    Post,
    PostLang,
    Target,
    dedup_key_of,
)
from bot.storage.releases import numbers
from bot.storage.watches import Placed, WatchStore

log = structlog.stdlib.get_logger()

RETRY_AFTER: Final = timedelta(minutes=10)
"""After a refusal or a test message, until the next use of the bot sends another one."""
Trial: TypeAlias = Literal["arrived", "closed", "silent", "none"]
"""The result of the test message; silent: it is not known; none: no message was needed."""


class Added(NamedTuple):
    """The result of adding a watch."""

    placed: Placed | Literal["unreached"]
    """unreached: Discord did not answer, and nothing was stored."""
    trial: Trial


@dataclass(eq=False, repr=False)
class Watches:
    """The use cases of `/watch`, and what happens after a new data version."""

    _store: WatchStore
    _editions: EditionBuilder
    _poster: Poster
    _renderer: EditionRenderer
    _quarantine: Quarantine
    _clock: Callable[[], datetime]
    _wake: Callable[[], None]
    """Called when something may be due."""

    def __post_init__(self) -> None:
        self._announced = ""

    async def add(self, user_id: int, record: str, title: str, lang: PostLang) -> Added:
        """Watches a measure and sends a test message, unless it is watched already.

        Where a watch is suspended, the test message is always sent. Closed direct messages suspend
        all of the person's watches, open ones resume them.
        """
        channel = await self._poster.direct(user_id)
        if isinstance(channel, Delayed):
            return Added("unreached", "silent")
        # Where no channel can be opened, the next try opens it.
        channel_id = channel if isinstance(channel, int) else NO_CHANNEL
        target = Target(NO_GUILD, channel_id, "direct", title)
        order = Order(target, DigestContent("changes", lang, record=record), "", "UTC")
        placed = await self._store.add(order, user_id, self._editions.version, at=self._clock())
        if placed == "full":
            return Added(placed, "silent")
        known = placed == "known" and isinstance(channel, int)
        if known and all(watch.state != "suspended" for watch in await self.of(user_id)):
            return Added(placed, "none")
        return Added(placed, await self._send_trial(user_id, record, lang, channel))

    async def try_again(self, user_id: int) -> None:
        """Sends a test message where watches are suspended; they resume where it arrives.

        At most once in ten minutes.
        """
        suspended = [w for w in await self.of(user_id) if w.cause == Cause("closed-dms")]
        now = self._clock()
        if not suspended or not await self._store.claim_trial(user_id, now - RETRY_AFTER, at=now):
            return
        channel = await self._poster.direct(user_id)
        if not isinstance(channel, Delayed):
            wish = suspended[0].order.wish
            await self._send_trial(user_id, str(wish.record), wish.lang, channel)

    async def _send_trial(
        self, user_id: int, record: str, lang: PostLang, channel: int | Refused
    ) -> Trial:
        """Sends a test message; suspends or resumes all of the person's watches."""
        outcome: SendResult = Refused(Cause("closed-dms"))
        if isinstance(channel, int):
            dedup_key = dedup_key_of(channel, self._clock(), 0)
            target = Target(NO_GUILD, channel, "direct", "", person_id=user_id)
            message = self._renderer.trial(record, user_id, lang, dedup_key)
            outcome = await self._poster.send(target, OutgoingMessage(message, dedup_key))
        now = self._clock()
        match outcome:
            case Post():
                await self._store.move(user_id, outcome.channel_id)
                if await self._store.resume(user_id, at=now):
                    log.info("watches resumed")
                    await self.announce()
                return "arrived"
            case Refused(cause) if cause.code == "invalid":
                return "silent"  # a fault in the message, not in the person's settings
            case Refused():
                await self._store.suspend(user_id, Cause("closed-dms"), at=now)
                return "closed"
            case Delayed():
                return "silent"

    async def of(self, user_id: int) -> Sequence[Digest]:
        """The person's watches, oldest first."""
        watches = await self._store.of(user_id)
        for watch in watches:
            if watch.unreadable:
                await self._quarantine.suspend(watch)
        return watches

    async def remove(self, user_id: int, record: str) -> bool:
        """Ends a watch; False where there is none."""
        return await self._store.remove(user_id, record)

    @property
    def behind(self) -> bool:
        """Whether this process has yet to announce the live version."""
        return self._announced != self._editions.version

    async def announce(self) -> int:
        """Makes watches due whose measure differs from what was sent; returns how many.

        Any process may call it at any time: it finds only what is not due yet. A version older than
        the one sent makes nothing due, so a rollback announces nothing.
        """
        release = self._editions.release
        version, now = release.version, self._clock()
        due = 0
        for baseline in await self._store.baselines(version):
            if numbers(baseline) > numbers(version):
                continue
            changes = await self._editions.changes_since(baseline, release)
            records = frozenset(change.record.id for change in changes)
            due += await self._store.announce(baseline, version, records, at=now)
        await self._store.free(at=now)
        self._announced = version
        if due:
            log.info("watches due", count=due, version=version)
            self._wake()
        return due
