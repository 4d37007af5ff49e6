"""By whose right a digest mentions its role, and when that right was last read."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Creates the table; a digest without a row has its creator's right, never read."""
    op.create_table(
        "mention_rights",
        sa.Column("digest_id", KEY, nullable=False),
        sa.Column("ordered_by", sa.BigInteger()),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.Column("left_out", sa.String(20)),
        sa.PrimaryKeyConstraint("digest_id", name="pk_mention_rights"),
        sa.ForeignKeyConstraint(
            ["digest_id"],
            ["digests.id"],
            name="fk_mention_rights_digest_id_digests",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_mention_rights_ordered_by", "mention_rights", ["ordered_by"])
