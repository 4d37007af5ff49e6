"""The tables: what is remembered between starts, in column types that both databases know."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: takes only datetimes with a zone, gives them back in UTC.

    A stored value that is no moment comes back as it is, so that one row never hides the others:
    whoever reads a row checks it.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC; ValueError for a datetime without a zone."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a moment needs a zone: this datetime has none")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC; SQLite drops the zone, and what was written there was UTC."""
        if not isinstance(value, datetime):
            return value
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """As SQLAlchemy makes it, without its exceptions."""
        return _tolerant(super().result_processor(dialect, coltype))


class StoredJson(TypeDecorator[Any]):
    """JSON; a stored value that is none comes back as it is."""

    impl = JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Any:
        """As SQLAlchemy makes it, without its exceptions."""
        return _tolerant(super().result_processor(dialect, coltype))


def _tolerant(process: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    if process is None:
        return None

    def read(value: Any) -> Any:
        try:
            return process(value)
        except (ValueError, TypeError, RecursionError):
            return value

    return read


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts up only a column of its own type INTEGER, which there has 64 bits too; and it gives
# a number again after a deletion unless a table says otherwise: marks and buttons hold numbers.
Key = BigInteger().with_variant(Integer, "sqlite")

preferences = Table(
    "preferences",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("lang", String(2), CheckConstraint("lang IN ('en', 'zh')", name="lang")),
    Column("timezone", String(64)),
    Column("updated_at", UtcDateTime, nullable=False),
    # The revision in which the row was last saved: others read only what is newer to them.
    Column("revision", BigInteger, nullable=False, index=True),
)

command_sync = Table(
    "command_sync",
    metadata,
    Column("application_id", BigInteger, primary_key=True, autoincrement=False),
    Column("scope", String(20), primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("commands", StoredJson, nullable=False),
    Column("synced_at", UtcDateTime, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    Column("version", String(20), primary_key=True),
    Column("content_hash", String(64), nullable=False, unique=True),
    # The records as `bot.domain.data.serialization` writes them; the files as a zip, so that a
    # single file can replace the one of the same name and nothing ever needs the disk again.
    Column("document", LargeBinary, nullable=False),
    Column("files", LargeBinary),
    Column("counts", StoredJson, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", BigInteger),
)

# In which release each record came first: what was taken back and comes again is not new.
known_records = Table(
    "known_records",
    metadata,
    Column("record", String(40), primary_key=True),
    Column("version", String(20), nullable=False),
)

# One row, so that going over to another release is one statement and two are never active.
active_release = Table(
    "active_release",
    metadata,
    Column(
        "slot",
        BigInteger,
        CheckConstraint("slot = 1", name="one_row"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("version", String(20), ForeignKey("releases.version"), nullable=False),
    Column("activated_at", UtcDateTime, nullable=False),
)

# Who made which release the active one, and when.
activations = Table(
    "activations",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("version", String(20), ForeignKey("releases.version"), nullable=False, index=True),
    Column("way", String(10), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("created_by", BigInteger),
    sqlite_autoincrement=True,
)

# What the shell asks the running processes to do: one of them takes it, and answers in the row.
requests = Table(
    "requests",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("force", Boolean, nullable=False),
    Column("state", String(10), nullable=False, index=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("answer", StoredJson),
    sqlite_autoincrement=True,
)

# Counted up in the transaction of a change, so that others notice it by one tiny look.
revisions = Table(
    "revisions",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# One row a subscription. `next_run_at` is set while it is active and only then: one index tells
# what is due, whatever the number of rows. A watch is a subscription of a person: its server is 0,
# `record` is what it watches, and `next_run_at` is set only while it has something to tell.
digests = Table(
    "digests",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("guild_id", BigInteger, nullable=False, index=True),
    Column("channel_id", BigInteger, nullable=False, index=True),
    # The order as JSON: target, wish, schedule, zone. Only what is searched has a column.
    Column("ordered", Text, nullable=False),
    Column("timezone", String(64), nullable=False, index=True),
    Column("state", String(10), nullable=False, index=True),
    Column("since", UtcDateTime, nullable=False),
    Column("cause", String(40)),
    Column("missing", String(300)),
    Column("told", String(10)),
    Column("looked_at", UtcDateTime),
    # What it was before its server left, to be taken up when the server comes back.
    Column("awake_state", String(10)),
    Column("next_run_at", UtcDateTime, index=True),
    Column("baseline", String(20), nullable=False),
    Column("editions", Integer, nullable=False),
    Column("last_edition_at", UtcDateTime),
    Column("created_by", BigInteger, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("record", String(40), index=True),
    sqlite_autoincrement=True,
)

# One row a slot: whoever inserts it posts the edition.
runs = Table(
    "runs",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("digest_id", Key, ForeignKey("digests.id", ondelete="CASCADE"), nullable=False),
    Column("slot", UtcDateTime, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    # The digest's id while the run is claimed, empty afterwards: a digest has one open run.
    Column("open_digest_id", BigInteger, unique=True),
    Column("cause", String(40)),
    Column("missing", String(300)),
    Column("number", Integer, nullable=False),
    Column("compared_with", String(20), nullable=False),
    Column("version", String(20), nullable=False),
    Column("late", Boolean, nullable=False),
    Column("claimed_by", String(40), index=True),
    Column("tries", Integer, nullable=False),
    Column("tried_at", UtcDateTime, nullable=False),
    Column("retry_at", UtcDateTime, index=True),
    Column("give_up_at", UtcDateTime, nullable=False),
    Column("parts", Integer, nullable=False),
    # What is posted, until it is: a retry sends the very same.
    Column("document", Text),
    Column("finished_at", UtcDateTime, index=True),
    UniqueConstraint("digest_id", "slot"),
    sqlite_autoincrement=True,
)

posts = Table(
    "posts",
    metadata,
    Column("run_id", Key, ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True),
    Column("part", Integer, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, nullable=False),
    Column("channel_id", BigInteger, nullable=False),
    Column("published", Boolean),
)

# What a digest has once announced as new, so that it never does so again.
announced = Table(
    "announced",
    metadata,
    Column("digest_id", Key, ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
    Column("record", String(40), primary_key=True),
)

# By whose right a digest mentions a role that is not mentionable; a digest without a row mentions
# it by its creator's, never read.
mention_rights = Table(
    "mention_rights",
    metadata,
    Column("digest_id", Key, ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
    Column("ordered_by", BigInteger, index=True),
    Column("held", Boolean, nullable=False),
    Column("read_at", UtcDateTime),
    # Why the last post mentioned nobody.
    Column("left_out", String(20)),
)

# What an administrator is about to save.
drafts = Table(
    "drafts",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("guild_id", BigInteger, nullable=False),
    Column("digest_id", Key, ForeignKey("digests.id", ondelete="CASCADE")),
    Column("ordered", Text, nullable=False),
    Column("created_by", BigInteger),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    sqlite_autoincrement=True,
)

# The processes that deliver; one not seen for a while is dead, and its claims are free.
processes = Table(
    "processes",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False),
)

# With which version of the time zone database the next runs were computed: one row, named *.
zone_rules = Table(
    "zone_rules",
    metadata,
    Column("timezone", String(64), primary_key=True),
    Column("fingerprint", String(64), nullable=False),
)

CREATORS = (
    releases.c.created_by,
    activations.c.created_by,
    digests.c.created_by,
    drafts.c.created_by,
    mention_rights.c.ordered_by,
)
"""Every column that names a person as creator; `/privacy delete` blanks the person in each."""
