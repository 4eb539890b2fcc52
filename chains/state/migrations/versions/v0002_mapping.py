"""Which column of a person's files is which field."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table of confirmed mappings."""
    op.create_table(
        "mapping",
        *(sa.Column(name, sa.Text, nullable=False) for name in ("person", "dataset", "title")),
        sa.Column("field", sa.Text, nullable=False),
        sa.Column("confirmed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("person", "dataset", "title", name="pk_mapping"),
    )
