"""The tables of the state database; a table marked `momentary` goes into no backup."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

MOMENTARY = {"momentary": True}

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

account = Table(
    "account",
    metadata,
    Column("account", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("folded", Text, nullable=False),  # the name without upper case: one account for both
    Column("title", Text, nullable=False),
    Column("roles", JSON, nullable=False),
    Column("scope", JSON, nullable=False),
    Column("password", Text),
    Column("must_change", Boolean, nullable=False),
    Column("disabled", Boolean, nullable=False),
    Column("subject", Text),
    Column("created_at", DateTime, nullable=False),
    Column("changed_at", DateTime, nullable=False),
    UniqueConstraint("folded"),
    UniqueConstraint("subject"),
)

session = Table(
    "session",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("account", Integer, ForeignKey("account.account"), nullable=False),
    Column("address", Text, nullable=False),
    Column("started_at", DateTime, nullable=False),
    Column("seen_at", DateTime, nullable=False),
    Index(None, "account"),
    info=MOMENTARY,
)

ticket = Table(
    "ticket",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("account", Integer, ForeignKey("account.account"), nullable=False),
    Column("ends_at", DateTime, nullable=False),
    Index(None, "account"),
    info=MOMENTARY,
)

throttle = Table(
    "throttle",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("failed_at", DateTime, nullable=False),
    Index(None, "failed_at"),
    info=MOMENTARY,
)

audit = Table(
    "audit",
    metadata,
    Column("entry", Integer, primary_key=True, autoincrement=False),
    Column("at", DateTime, nullable=False),
    Column("person", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index(None, "at"),
    Index(None, "person"),
    Index(None, "action"),
)

audit_mark = Table(
    "audit_mark",
    metadata,
    Column("mark", Text, primary_key=True),  # start: the entry before the first kept; end: the last
    Column("entry", Integer, nullable=False),
    Column("hash", Text, nullable=False),
)

mapping = Table(
    "mapping",
    metadata,
    Column("person", Text, primary_key=True),
    Column("dataset", Text, primary_key=True),
    Column("title", Text, primary_key=True),
    Column("field", Text, nullable=False),  # empty: the column is left out
    Column("confirmed_at", DateTime, nullable=False),
)

decision = Table(
    "decision",
    metadata,
    Column("buyer", Text, primary_key=True),
    Column("product", Text, primary_key=True),
    Column("supplier", Text, primary_key=True),
    Column("decision", Text, nullable=False),  # accepted or dismissed
    Column("person", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("decided_at", DateTime, nullable=False),
)

alert_edition = Table(
    "alert_edition",
    metadata,
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("made_at", DateTime, nullable=False),  # of the edition: a store built anew has others
    Column("before", Integer),  # the edition it was compared with; null where there was none
    Column("compared_at", DateTime, nullable=False),
)

alert = Table(
    "alert",
    metadata,
    Column("alert", Integer, primary_key=True, autoincrement=False),
    Column("edition", Integer, ForeignKey("alert_edition.edition"), nullable=False),
    Column("kind", Text, nullable=False),  # project, chain, level or county
    Column("subject", Text, nullable=False),  # its ID
    Column("chain", Text, nullable=False),  # the chain it belongs to; empty for none
    Column("light_before", Text, nullable=False),
    Column("light_after", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("told", JSON, nullable=False),  # names, figures, sentences, people, origin
    Column("made_at", DateTime, nullable=False),
    UniqueConstraint("edition", "kind", "subject"),
)

alert_read = Table(
    "alert_read",
    metadata,
    Column("person", Text, primary_key=True),
    Column("alert", Integer, ForeignKey("alert.alert"), primary_key=True),
    Column("read_at", DateTime, nullable=False),
    Index(None, "alert"),
)

feed = Table(
    "feed",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("person", Text, nullable=False),
    Column("account", Integer, ForeignKey("account.account")),  # null: a visitor of an open city
    Column("made_at", DateTime, nullable=False),
    Column("asked_at", DateTime),
    UniqueConstraint("person"),
    info=MOMENTARY,
)

delivery = Table(
    "delivery",
    metadata,
    Column("delivery", Integer, primary_key=True, autoincrement=False),
    Column("edition", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("due_at", DateTime),  # null: nothing is left to do
    Column("outcome", Text, nullable=False),  # waiting, done or failed
    Column("said", Text, nullable=False),  # what the last try met with
    Column("made_at", DateTime, nullable=False),
    Index(None, "due_at"),
    info=MOMENTARY,
)
