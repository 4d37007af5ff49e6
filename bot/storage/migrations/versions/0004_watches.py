"""What a watch watches, and whose it is, as columns that can be searched."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Adds the record to digests, and an index of their creators."""
    op.add_column("digests", sa.Column("record", sa.String(40)))
    for column in ("created_by", "record"):
        op.create_index(f"ix_digests_{column}", "digests", [column])
