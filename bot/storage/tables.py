"""The tables: what is remembered between starts, in column types that both databases know."""

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: takes only datetimes with a zone, gives them back in UTC."""

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
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


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
    Column("commands", JSON, nullable=False),
    Column("synced_at", UtcDateTime, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    Column("version", String(20), primary_key=True),
    Column("content_hash", String(64), nullable=False, unique=True),
    Column("document", Text, nullable=False),
    Column("counts", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("created_by", BigInteger),
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

# Counted up in the transaction of a change, so that others notice it by one tiny look.
revisions = Table(
    "revisions",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

CREATORS = (releases.c.created_by,)
"""Every column that names a person as creator; `/privacy delete` blanks the person in each."""
