"""Preferences, synced commands, releases of the data set."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Creates the first tables."""
    _preferences()
    _command_sync()
    _releases()
    op.create_table(
        "revisions",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_revisions"),
    )


def _preferences() -> None:
    op.create_table(
        "preferences",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lang", sa.String(2)),
        sa.Column("timezone", sa.String(64)),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name="pk_preferences"),
        sa.CheckConstraint("lang IN ('en', 'zh')", name=op.f("ck_preferences_lang")),
    )
    op.create_index("ix_preferences_revision", "preferences", ["revision"])


def _command_sync() -> None:
    op.create_table(
        "command_sync",
        sa.Column("application_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("commands", sa.JSON(), nullable=False),
        sa.Column("synced_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("application_id", "scope", name="pk_command_sync"),
    )


def _releases() -> None:
    op.create_table(
        "releases",
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.BigInteger()),
        sa.PrimaryKeyConstraint("version", name="pk_releases"),
        sa.UniqueConstraint("content_hash", name="uq_releases_content_hash"),
    )
    op.create_table(
        "active_release",
        sa.Column("slot", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("activated_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("slot", name="pk_active_release"),
        sa.CheckConstraint("slot = 1", name=op.f("ck_active_release_one_row")),
        sa.ForeignKeyConstraint(
            ["version"], ["releases.version"], name="fk_active_release_version_releases"
        ),
    )
