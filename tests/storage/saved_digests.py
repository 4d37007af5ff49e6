"""What tests of digests and runs in the database share: an order, its digest, a claimed run."""

from datetime import UTC, datetime, timedelta

from bot.domain.digests.subscription import Digest, DigestContent, Order, Run, Target
from bot.storage.digest_stores import DigestStores
from bot.storage.run_claims import RunPlan

NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
SOON = NOW + timedelta(hours=1)
NEXT = NOW + timedelta(days=1)
ALICE = 7
ORDER = Order(
    Target(guild_id=1, channel_id=10, kind="text", name="news"),
    DigestContent(topic="loan", district="pudong", lang="both"),
    "daily 09:00",
    "Asia/Shanghai",
)


async def saved(stores: DigestStores, order: Order = ORDER, at: datetime = SOON) -> Digest:
    """A digest that is first due at that moment."""
    draft = await stores.drafts.add(order, None, ALICE, at=NOW)
    made = await stores.digests.create(draft, order, at, "2026.09.01.1", at=NOW)
    assert made is not None
    digest = await stores.digests.get(made)
    assert digest is not None
    return digest


def edition(slot: datetime = SOON, *, document: str | None = '{"parts": []}') -> RunPlan:
    return RunPlan(
        slot=slot,
        kind="scheduled",
        number=1,
        compared_with="2026.09.01.1",
        version="2026.09.02.1",
        late=False,
        parts=1,
        document=document,
        give_up_at=slot + timedelta(hours=6),
    )


async def claimed(
    stores: DigestStores, digest: Digest, by: str = "one", plan: RunPlan | None = None
) -> Run | None:
    return await stores.claims.claim(digest, plan or edition(), (), NEXT, by, at=SOON)
