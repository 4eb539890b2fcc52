"""Lights that turned, who has read of them, the feeds, and what is to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables of alerts, of their readers, of feeds and of deliveries."""
    _alerts()
    _ways_out()


def _alerts() -> None:
    op.create_table(
        "alert_edition",
        sa.Column("edition", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("before", sa.Integer),
        sa.Column("compared_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("edition", name="pk_alert_edition"),
    )
    texts = ("kind", "subject", "chain", "light_before", "light_after", "cause")
    op.create_table(
        "alert",
        sa.Column("alert", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("told", sa.JSON, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("alert", name="pk_alert"),
        sa.UniqueConstraint("edition", "kind", "subject", name="uq_alert_edition"),
        sa.ForeignKeyConstraint(["edition"], ["alert_edition.edition"], name="fk_alert_edition"),
    )
    op.create_table(
        "alert_read",
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("alert", sa.Integer, nullable=False),
        sa.Column("read_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("person", "alert", name="pk_alert_read"),
        sa.ForeignKeyConstraint(["alert"], ["alert.alert"], name="fk_alert_read_alert"),
    )
    op.create_index("ix_alert_read_alert", "alert_read", ["alert"])


def _ways_out() -> None:
    op.create_table(
        "feed",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("account", sa.Integer),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.Column("asked_at", sa.DateTime),
        sa.PrimaryKeyConstraint("digest", name="pk_feed"),
        sa.UniqueConstraint("person", name="uq_feed_person"),
        sa.ForeignKeyConstraint(["account"], ["account.account"], name="fk_feed_account"),
    )
    op.create_table(
        "delivery",
        sa.Column("delivery", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("due_at", sa.DateTime),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("said", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("delivery", name="pk_delivery"),
    )
    op.create_index("ix_delivery_due_at", "delivery", ["due_at"])
