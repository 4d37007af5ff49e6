"""The stores of digests and their runs, over one database."""

from bot.storage.database import Database
from bot.storage.digests import DigestStore, DraftStore
from bot.storage.due_queue import DueQueue
from bot.storage.run_claims import RunClaims
from bot.storage.runs import RunStore
from bot.storage.sleeping_digests import SleepingDigestStore


class DigestStores:
    """All that is stored about digests."""

    def __init__(self, database: Database) -> None:
        self.digests = DigestStore(database)
        self.drafts = DraftStore(database)
        self.queue = DueQueue(database)
        self.claims = RunClaims(database)
        self.runs = RunStore(database)
        self.sleeping = SleepingDigestStore(database)
