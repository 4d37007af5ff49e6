"""Digests with their runs and posts, drafts, processes, the rules of time zones."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Creates the tables of the digests."""
    _digests()
    _runs()
    _of_digests()
    op.create_table(
        "processes",
        sa.Column("id", sa.String(40), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_processes"),
    )
    op.create_table(
        "zone_rules",
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("timezone", name="pk_zone_rules"),
    )


def _digests() -> None:
    op.create_table(
        "digests",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("ordered", sa.Text(), nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("cause", sa.String(40)),
        sa.Column("missing", sa.String(300)),
        sa.Column("told", sa.String(10)),
        sa.Column("looked_at", MOMENT),
        sa.Column("awake_state", sa.String(10)),
        sa.Column("next_run_at", MOMENT),
        sa.Column("baseline", sa.String(20), nullable=False),
        sa.Column("editions", sa.Integer(), nullable=False),
        sa.Column("last_edition_at", MOMENT),
        sa.Column("created_by", sa.BigInteger()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_digests"),
        sqlite_autoincrement=True,
    )
    for column in ("guild_id", "channel_id", "timezone", "state", "next_run_at"):
        op.create_index(f"ix_digests_{column}", "digests", [column])


def _runs() -> None:
    op.create_table(
        "runs",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("digest_id", KEY, nullable=False),
        sa.Column("slot", MOMENT, nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("open_digest_id", sa.BigInteger()),
        sa.Column("cause", sa.String(40)),
        sa.Column("missing", sa.String(300)),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("compared_with", sa.String(20), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("claimed_by", sa.String(40)),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", MOMENT, nullable=False),
        sa.Column("retry_at", MOMENT),
        sa.Column("give_up_at", MOMENT, nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text()),
        sa.Column("finished_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
        sa.UniqueConstraint("digest_id", "slot", name="uq_runs_digest_id_slot"),
        sa.UniqueConstraint("open_digest_id", name="uq_runs_open_digest_id"),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digests.id"], name="fk_runs_digest_id_digests", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    for column in ("claimed_by", "retry_at", "finished_at"):
        op.create_index(f"ix_runs_{column}", "runs", [column])


def _of_digests() -> None:
    op.create_table(
        "posts",
        sa.Column("run_id", KEY, nullable=False),
        sa.Column("part", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("channel_id", sa.BigInteger(), nullable=False),
        sa.Column("published", sa.Boolean()),
        sa.PrimaryKeyConstraint("run_id", "part", name="pk_posts"),
        sa.ForeignKeyConstraint(
            ["run_id"], ["runs.id"], name="fk_posts_run_id_runs", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "announced",
        sa.Column("digest_id", KEY, nullable=False),
        sa.Column("record", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("digest_id", "record", name="pk_announced"),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digests.id"], name="fk_announced_digest_id_digests", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "drafts",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("digest_id", KEY),
        sa.Column("ordered", sa.Text(), nullable=False),
        sa.Column("created_by", sa.BigInteger()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
        sa.ForeignKeyConstraint(
            ["digest_id"], ["digests.id"], name="fk_drafts_digest_id_digests", ondelete="CASCADE"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_created_at", "drafts", ["created_at"])
