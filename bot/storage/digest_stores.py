"""The stores of digests and their runs, over one database."""

from typing import NamedTuple

from bot.storage.database import Database
from bot.storage.digests import DigestStore
from bot.storage.drafts import DraftStore
from bot.storage.due_queue import DueQueue
from bot.storage.run_claims import RunClaims
from bot.storage.runs import RunStore
from bot.storage.sleeping_digests import SleepingDigestStore


class DigestStores(NamedTuple):
    """All that is stored about digests."""

    digests: DigestStore
    drafts: DraftStore
    queue: DueQueue
    claims: RunClaims
    runs: RunStore
    sleeping: SleepingDigestStore


def open_stores(database: Database) -> DigestStores:
    """The stores over that database."""
    return DigestStores(
        DigestStore(database),
        DraftStore(database),
        DueQueue(database),
        RunClaims(database),
        RunStore(database),
        SleepingDigestStore(database),
    )
