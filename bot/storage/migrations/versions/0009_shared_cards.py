"""Which private cards were shared."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Creates the table."""
    op.create_table(
        "shared_cards",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_shared_cards"),
    )
    op.create_index("ix_shared_cards_shared_at", "shared_cards", ["shared_at"])
