"""The tables, in column types that both databases know."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.column_types import Key, StoredJson, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

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

# The first release of each record: one that was removed and comes back is not new.
known_records = Table(
    "known_records",
    metadata,
    Column("record", String(40), primary_key=True),
    Column("version", String(20), nullable=False),
)

# One row: a change is one statement, and two releases are never active.
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

# Who activated which release, and when.
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

# Incremented in the transaction of a change, so that others detect it cheaply.
revisions = Table(
    "revisions",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

# One row for each subscription. `next_run_at` is set only while it is active, so one index finds
# what is due among any number of rows. A watch is a subscription of a person: its server is 0,
# `record` is what it watches, and `next_run_at` is set only while it has a message to send.
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
    # Its state before the bot left the server, restored when the bot rejoins.
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

# One row for each slot: the process that inserts it posts the edition.
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
    # The content until it is posted: a retry sends the same.
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

# What a digest has announced as new, so that it does so only once.
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

# Orders that an administrator has not saved yet.
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

# Answers of the check for a quarter of an hour, encrypted: the key is in the person's message
# alone, and `id` does not lead back to it.
check_answers = Table(
    "check_answers",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("user_id", BigInteger, nullable=False, index=True),
    Column("document", LargeBinary, nullable=False),
    Column("until", UtcDateTime, nullable=False, index=True),
)

# Private cards that were shared: a checksum of each, no person and no text.
shared_cards = Table(
    "shared_cards",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("shared_at", UtcDateTime, nullable=False, index=True),
)

# The processes that deliver; others take over the claims of one without a recent heartbeat.
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

# The servers that the bot is in, or left less than 30 days ago: each is greeted once. The row of
# server 0 says since when servers are recorded.
servers = Table(
    "servers",
    metadata,
    Column("guild_id", BigInteger, primary_key=True, autoincrement=False),
    Column("known_since", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime, index=True),
)

CREATORS = (
    releases.c.created_by,
    activations.c.created_by,
    digests.c.created_by,
    drafts.c.created_by,
    mention_rights.c.ordered_by,
)
"""Every column that names a person as creator; `/privacy delete` blanks the person in each."""
