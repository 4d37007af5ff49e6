"""The shell reloads by itself: no requests to the running processes."""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Drops their table."""
    op.drop_table("requests")
