"""The role of a digest's posts: mentioned while who ordered it has the right, and else nobody."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.digests.role_mentions import MentionStatus
from bot.domain.digests.role_mentions import MentionRight
from bot.domain.digests.subscription import Digest
from bot.storage.database import Database
from bot.storage.mention_rights import MentionRightStore
from bot.storage.preferences import PreferenceStore
from tests.digests.delivery_harness import ALICE, MONDAY_NINE, Channels, Clock, Delivery, order

BOB = 8
ROLE = 77


@dataclass
class Story:
    """A digest in channel 10 that mentions a role by Alice's right."""

    delivery: Delivery
    rights: MentionRightStore
    channels: Channels
    clock: Clock
    digest: Digest

    async def post(self, *, days: int = 1) -> int | None:
        """The role that the next post mentions, so many days later; earlier reads are forgotten."""
        self.channels.rights_read.clear()
        self.clock.forward(days=days)
        await self.delivery.tick()
        return self.channels.messages[10][-1].role_id

    async def status(self) -> MentionStatus:
        """What an administrator is told."""
        return await self.delivery.engine.digests.mentions.status(self.digest)


@pytest.fixture
async def story(
    delivery: Delivery, shared: tuple[Database, Database], channels: Channels, clock: Clock
) -> Story:
    clock.forward(days=-1)
    digest = await delivery.subscribe(order(10, role_id=ROLE))
    await delivery.engine.digests.mentions.order(digest, ALICE, held=True, moved=True)
    channels.role_states[10] = "by-right"
    channels.rights[ALICE] = True
    clock.now = MONDAY_NINE - timedelta(days=1)
    return Story(delivery, MentionRightStore(shared[1]), channels, clock, digest)


async def test_the_right_is_read_again_once_a_day_and_the_mention_goes_on(story: Story) -> None:
    assert await story.post() == ROLE
    assert story.channels.rights_read == [ALICE]  # a day has passed since it was ordered
    story.clock.forward(hours=1)
    digest = await story.delivery.digest(story.digest.id)
    assert await story.delivery.engine.digests.run(digest, 5) is not None
    assert len(story.channels.messages[10]) == 2
    assert story.channels.rights_read == [ALICE]
    story.clock.forward(hours=-1)
    assert await story.post() == ROLE
    assert story.channels.rights_read == [ALICE]
    assert await story.status() == MentionStatus()


async def test_who_loses_the_right_ends_the_mention_until_somebody_orders_it_again(
    story: Story,
) -> None:
    story.channels.rights[ALICE] = False
    assert await story.post() is None
    assert await story.status() == MentionStatus("person-lacks", "person-lacks")
    mentions = story.delivery.engine.digests.mentions
    await mentions.order(story.digest, BOB, held=False, moved=False)  # has no right to take over
    assert (await story.rights.get(story.digest.id)).ordered_by == ALICE
    await mentions.order(story.digest, BOB, held=True, moved=False)
    assert await story.status() == MentionStatus()
    story.channels.rights[BOB] = True
    assert await story.post() == ROLE
    assert story.channels.rights_read == [BOB]


async def test_a_right_that_cannot_be_read_is_none(story: Story) -> None:
    del story.channels.rights[ALICE]
    assert await story.post() is None
    assert await story.status() == MentionStatus(None, "unread")
    story.channels.rights[ALICE] = True
    assert await story.post() == ROLE
    assert await story.status() == MentionStatus()


async def test_a_right_that_could_not_be_seen_when_it_was_ordered_is_read_before_the_post(
    story: Story,
) -> None:
    await story.delivery.engine.digests.mentions.order(story.digest, BOB, held=None, moved=True)
    story.channels.rights[BOB] = True
    assert await story.status() == MentionStatus()
    assert await story.post() == ROLE
    assert story.channels.rights_read == [BOB]


async def test_a_mentionable_role_asks_for_nobodys_right(story: Story) -> None:
    story.channels.role_states[10] = "mentionable"
    assert await story.post() == ROLE
    assert story.channels.rights_read == []


@pytest.mark.parametrize(("state", "obstacle"), [("bot-lacks", "bot-lacks"), ("gone", "role-gone")])
async def test_what_memory_rules_out_is_not_asked_for(
    story: Story, state: str, obstacle: str
) -> None:
    story.channels.role_states[10] = "gone" if state == "gone" else "bot-lacks"
    assert await story.post() is None
    status = await story.status()
    assert (status.next, status.last) == (obstacle, obstacle)
    assert story.channels.rights_read == []


async def test_a_server_of_another_process_is_asked_for(story: Story) -> None:
    story.channels.role_states[10] = "unknown"
    assert await story.post() is None  # Discord does not answer
    story.channels.fetched_states[10] = "by-right"
    assert await story.post() == ROLE
    story.channels.fetched_states[10] = "mentionable"
    assert await story.post() == ROLE
    assert story.channels.rights_read == []


async def test_without_a_record_the_right_is_that_of_who_created_it(
    story: Story, delivery: Delivery
) -> None:
    other = await delivery.subscribe(order(11, role_id=ROLE))
    story.channels.role_states[11] = "by-right"
    assert await story.rights.get(other.id) == MentionRight(ALICE)
    story.clock.now = MONDAY_NINE
    await delivery.tick()
    assert [letter.role_id for letter in story.channels.messages[11]] == [ROLE]
    read = await story.rights.get(other.id)
    assert (read.ordered_by, read.held, read.read_at) == (ALICE, True, MONDAY_NINE)


async def test_who_is_forgotten_mentions_nobody_any_more(
    story: Story, shared: tuple[Database, Database]
) -> None:
    store = PreferenceStore(shared[0])
    assert (await store.held(ALICE)).created["mention_rights"] == 1
    await store.erase(ALICE)
    assert await story.post() is None
    assert (await story.status()).last == "person-unknown"


async def test_a_deleted_digest_keeps_no_right(story: Story) -> None:
    await story.delivery.stores.digests.delete(story.digest.id, 1)
    await story.rights.renew(story.digest.id, MentionRight(ALICE, held=True))
    await story.rights.order(story.digest.id, MentionRight(ALICE, held=True))
    assert await story.rights.get(story.digest.id) == MentionRight(None)


async def test_a_right_that_was_read_does_not_replace_one_that_was_ordered_meanwhile(
    story: Story,
) -> None:
    await story.rights.order(story.digest.id, MentionRight(BOB, held=True, read_at=story.clock()))
    await story.rights.renew(story.digest.id, MentionRight(ALICE, held=False))
    assert (await story.rights.get(story.digest.id)).ordered_by == BOB
