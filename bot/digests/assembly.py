"""The parts of delivery put together: the one place that knows how they hang on each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.digests.administration import Digests
from bot.digests.backlog import Backlog
from bot.digests.dispatcher import Dispatcher
from bot.digests.editions import Editor
from bot.digests.execution import Executor
from bot.digests.guild_lifecycle import Membership
from bot.digests.interfaces import Poster, Press
from bot.digests.lease import Lease
from bot.digests.next_runs import Realign
from bot.digests.quarantine import Quarantine
from bot.digests.rate_limiter import Pacer
from bot.digests.role_mentions import RoleMentions
from bot.digests.scheduler import Clockwork
from bot.digests.sender import Sender
from bot.digests.suspensions import Trouble
from bot.digests.watches import Watches
from bot.domain.release import Release
from bot.metrics import Metrics
from bot.storage.database import Database
from bot.storage.digests import DigestStore
from bot.storage.mention_rights import MentionRightStore
from bot.storage.processes import ProcessStore
from bot.storage.releases import ReleaseStore
from bot.storage.runs import RunStore
from bot.storage.watches import WatchStore
from bot.storage.zone_rules import ZoneRules


@dataclass(frozen=True, slots=True)
class Engine:
    """The delivery of one process; it runs while inside `clockwork.running()`."""

    digests: Digests
    editor: Editor
    sender: Sender
    dispatcher: Dispatcher
    trouble: Trouble
    membership: Membership
    realign: Realign
    lease: Lease
    clockwork: Clockwork
    backlog: Backlog
    watches: Watches


def build_engine(
    database: Database,
    current: Callable[[], Release],
    poster: Poster,
    press: Press,
    pacer: Pacer,
    rate: float,
    clock: Callable[[], datetime],
    metrics: Metrics | None = None,
) -> Engine:
    """The delivery over a database; `rate` is in requests a second, of all processes together."""
    metrics = metrics or Metrics()
    database.outage.logs = True
    digests, runs, processes = DigestStore(database), RunStore(database), ProcessStore(database)
    # An SQLite file is held by one process alone: every claim in it is ours to take over.
    lease = Lease(processes, pacer, rate, clock, alone=database.migrates_itself)
    releases = ReleaseStore(database)
    editor = Editor(current, releases, digests, press)
    mentions = RoleMentions(MentionRightStore(database), poster, clock)
    sender = Sender(runs, poster, lease, mentions, clock, metrics)
    quarantine = Quarantine(digests, runs, clock)
    dispatcher = Dispatcher(
        digests,
        runs,
        editor,
        Executor(sender, metrics),
        quarantine,
        lease,
        pacer,
        clock,
        metrics,
    )
    watches = Watches(WatchStore(database), editor, poster, press, quarantine, clock)
    trouble = Trouble(digests, poster, press, editor, clock)
    membership = Membership(digests, runs, editor, clock)
    realign = Realign(digests, ZoneRules(database), clock)
    return Engine(
        Digests(digests, runs, editor, dispatcher, trouble, mentions, poster, quarantine, clock),
        editor,
        sender,
        dispatcher,
        trouble,
        membership,
        realign,
        lease,
        Clockwork(
            dispatcher,
            trouble,
            membership,
            realign,
            watches,
            quarantine,
            lease,
            processes,
            clock,
        ),
        Backlog(digests, clock),
        watches,
    )
