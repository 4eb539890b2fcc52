"""Accounts, sessions, links, failed tries, and the audit log that only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SQLITE = (
    """
    create trigger audit_update before update on audit
    begin select raise(abort, 'the audit log only grows'); end
    """,
    """
    create trigger audit_delete before delete on audit
    when old.entry > (select entry from audit_mark where mark = 'start')
    begin select raise(abort, 'the audit log only grows'); end
    """,
    """
    create trigger audit_insert before insert on audit
    when new.entry <= (select max(entry) from audit)
    begin select raise(abort, 'the audit log only grows'); end
    """,
)
POSTGRESQL = (
    """
    create function audit_only_grows() returns trigger language plpgsql as $$
    begin
        if tg_op = 'DELETE' then
            if old.entry <= (select entry from audit_mark where mark = 'start') then
                return old;
            end if;
        end if;
        raise exception 'the audit log only grows';
    end $$
    """,
    """
    create trigger audit_row before update or delete on audit
    for each row execute function audit_only_grows()
    """,
    """
    create trigger audit_truncate before truncate on audit
    for each statement execute function audit_only_grows()
    """,
)


def upgrade() -> None:
    """Make the first tables."""
    account()
    session()
    ticket()
    throttle()
    audit()
    audit_mark()
    for trigger in SQLITE if op.get_context().dialect.name == "sqlite" else POSTGRESQL:
        op.execute(trigger)


def account() -> None:
    """Who may come in."""
    op.create_table(
        "account",
        sa.Column("account", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("folded", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("roles", sa.JSON, nullable=False),
        sa.Column("scope", sa.JSON, nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("subject", sa.Text),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("changed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("account", name="pk_account"),
        sa.UniqueConstraint("folded", name="uq_account_folded"),
        sa.UniqueConstraint("subject", name="uq_account_subject"),
    )


def session() -> None:
    """Who is in."""
    op.create_table(
        "session",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("account", sa.Integer, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_session"),
        sa.ForeignKeyConstraint(["account"], ["account.account"], name="fk_session_account"),
    )
    op.create_index("ix_session_account", "session", ["account"])


def ticket() -> None:
    """Links that let somebody in once."""
    op.create_table(
        "ticket",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("account", sa.Integer, nullable=False),
        sa.Column("ends_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_ticket"),
        sa.ForeignKeyConstraint(["account"], ["account.account"], name="fk_ticket_account"),
    )
    op.create_index("ix_ticket_account", "ticket", ["account"])


def throttle() -> None:
    """Tries that failed."""
    op.create_table(
        "throttle",
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("failed_at", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_throttle"),
    )
    op.create_index("ix_throttle_failed_at", "throttle", ["failed_at"])


def audit() -> None:
    """What happened."""
    texts = ("person", "title", "address", "action", "subject", "outcome", "detail", "hash")
    op.create_table(
        "audit",
        sa.Column("entry", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.PrimaryKeyConstraint("entry", name="pk_audit"),
    )
    for name in ("at", "person", "action"):
        op.create_index(f"ix_audit_{name}", "audit", [name])


def audit_mark() -> None:
    """Where the audit log begins and ends."""
    table = op.create_table(
        "audit_mark",
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("entry", sa.Integer, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("mark", name="pk_audit_mark"),
    )
    both = [{"mark": mark, "entry": 0, "hash": ""} for mark in ("start", "end")]
    op.bulk_insert(table, both)
