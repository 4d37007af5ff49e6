"""Releases with their files, who made them live, what is known, requests of the shell."""

import json
import zlib
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)
KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COMPARED = ("measures", "awards", "zones", "tiers", "statistics")
"""Kinds of record that digests report."""


def upgrade() -> None:
    """Creates the tables, and packs the documents of the releases there are."""
    op.create_table(
        "known_records",
        sa.Column("record", sa.String(40), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.PrimaryKeyConstraint("record", name="pk_known_records"),
    )
    op.create_table(
        "activations",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("way", sa.String(10), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("created_by", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_activations"),
        sa.ForeignKeyConstraint(
            ["version"], ["releases.version"], name="fk_activations_version_releases"
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_activations_version", "activations", ["version"])
    op.create_table(
        "requests",
        sa.Column("id", KEY, autoincrement=True, nullable=False),
        sa.Column("force", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answer", sa.JSON()),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_requests_state", "requests", ["state"])
    _pack()


def _pack() -> None:
    with op.batch_alter_table("releases") as table:
        table.add_column(sa.Column("files", sa.LargeBinary()))
        table.add_column(sa.Column("packed", sa.LargeBinary()))
    connection = op.get_bind()
    releases = sa.table(
        "releases", sa.column("version"), sa.column("document"), sa.column("packed")
    )
    rows = connection.execute(sa.select(releases.c.version, releases.c.document)).all()
    first: dict[str, str] = {}
    for version, document in sorted(rows, key=lambda row: _numbers(row.version)):
        records = json.loads(document)
        for kind in COMPARED:
            for record in records.get(kind, ()):
                first.setdefault(str(record["id"]), version)
        connection.execute(
            sa.update(releases).where(releases.c.version == version).values(packed=_packed(records))
        )
    if first:
        known = sa.table("known_records", sa.column("record"), sa.column("version"))
        rows_known = [{"record": name, "version": version} for name, version in first.items()]
        connection.execute(sa.insert(known), rows_known)
    with op.batch_alter_table("releases") as table:
        table.drop_column("document")
        table.alter_column("packed", new_column_name="document", nullable=False)


def _packed(records: dict[str, list[dict[str, Any]]]) -> bytes:
    """As `bot.domain.data.serialization` had it when this step was written."""
    lines = [
        f"{kind}\t{json.dumps(record, ensure_ascii=False)}\n"
        for kind, found in records.items()
        for record in found
    ]
    return zlib.compress("".join(lines).encode(), 1)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
