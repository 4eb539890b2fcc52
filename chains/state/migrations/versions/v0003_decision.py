"""What was decided on a proposed link between two firms."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of decisions."""
    names = ("buyer", "product", "supplier", "decision", "person", "title", "note")
    op.create_table(
        "decision",
        *(sa.Column(name, sa.Text, nullable=False) for name in names),
        sa.Column("decided_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("buyer", "product", "supplier", name="pk_decision"),
    )
