"""The parts of delivery put together: the one place that knows how they hang on each other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.delivery.backlog import Backlog
from bot.delivery.clockwork import Clockwork
from bot.delivery.digests import Digests
from bot.delivery.dispatch import Dispatcher
from bot.delivery.editions import Editor
from bot.delivery.execution import Executor
from bot.delivery.history import History
from bot.delivery.lease import Lease
from bot.delivery.membership import Membership
from bot.delivery.pace import Pacer
from bot.delivery.post import Poster, Press
from bot.delivery.quarantine import Quarantine
from bot.delivery.realign import Realign
from bot.delivery.role_mentions import RoleMentions
from bot.delivery.sender import Sender
from bot.delivery.trouble import Trouble
from bot.delivery.watches import Watches
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
    history: History


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
        History(releases, editor),
    )
