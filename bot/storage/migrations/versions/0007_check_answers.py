"""Answers of the check, encrypted, for a quarter of an hour."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Creates the table."""
    op.create_table(
        "check_answers",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_check_answers"),
    )
    op.create_index("ix_check_answers_user_id", "check_answers", ["user_id"])
    op.create_index("ix_check_answers_until", "check_answers", ["until"])
