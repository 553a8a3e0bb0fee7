"""The tables: the log, which is only ever added to, and what is derived from it or may be changed.

Columns marked ``(JSON)`` hold canonical JSON: sorted keys, no blanks, umlauts as they are. They are kept as text, so
that the hash chain is computed over the same bytes on SQLite and PostgreSQL.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """A moment in UTC as text of fixed width, so that texts sort as moments do, on both engines."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


Id = BigInteger().with_variant(Integer(), "sqlite")


def _of_revision() -> ForeignKey:
    # The revision's row comes last in its transaction, because it carries the hash of all the others.
    return ForeignKey("revision.number", deferrable=True, initially="DEFERRED")


# The log ------------------------------------------------------------------------------------------------------------

revision = Table(
    "revision",
    metadata,
    Column("number", Id, primary_key=True, autoincrement=False),
    Column("recorded_at", Instant, nullable=False, unique=True),
    Column("account", ForeignKey("account.id"), nullable=False),
    Column("act", String(20), nullable=False),
    Column("link", String(64), nullable=False, comment="SHA-256 over the previous link and this revision's log rows"),
)

workbook = Table(
    "workbook",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("revision", _of_revision(), nullable=False),
    Column("size", Id, nullable=False),
)

delivery = Table(
    "delivery",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("revision", _of_revision(), nullable=False),
    Column("workbook", ForeignKey("workbook.sha256"), nullable=False),
    Column("file", Text, nullable=False),
    Column("part", String(24), nullable=False),
    Column("ministry", String(24), comment="key of the Ressort whose scope the file covers; empty: the whole part"),
    Column("stand", Date, nullable=False),
    Column("complete", Boolean, nullable=False, comment="false: imported as partial, withdraws nothing"),
    Column("digest", String(64), nullable=False, comment="SHA-256 of the rows as read, to recognise equal contents"),
    Column("signature", String(64), nullable=False, comment="SHA-256 of cells, name, options and rules"),
    Column("parts", Integer, nullable=False, comment="how many parts and Ressorts the file has"),
    Column("columns", Text, nullable=False, comment="sheet, kind, field to column letter (JSON)"),
    Column("scope", Text, comment="the ARS covered (JSON); empty: told by part and ministry"),
    Column("options", Text, nullable=False, comment="what the person who imported settled (JSON)"),
    Column("counts", Text, nullable=False, comment="(JSON)"),
    Column("warnings", Integer, nullable=False),
    Column("problems", Text, nullable=False, comment="(JSON)"),
    Index("ix_delivery_part_stand", "part", "stand"),
)

item = Table(
    "item",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("revision", _of_revision(), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Index("ix_item_kind", "kind"),
)

statement = Table(
    "statement",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("revision", _of_revision(), nullable=False),
    Column("item", ForeignKey("item.id"), nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("act", String(12), nullable=False),
    Column("released", Boolean, nullable=False, comment="released in the same transaction"),
    Column("fields", Text, nullable=False, comment="field to value (JSON)"),
    Column("wordings", Text, comment="field to the words it was read from, where these say more (JSON)"),
    Column("cells", Text, comment="field to cells, where it is not the field's column in this row (JSON)"),
    Column("delivery", ForeignKey("delivery.id")),
    Column("sheet", Text),
    Column("row", Integer, comment="row of the sheet, as Excel counts; empty: not a row of a file"),
    Index("ix_statement_item", "item", "effective_on", "revision"),
    Index("ix_statement_delivery", "delivery"),
)
Index(
    "ix_statement_unreleased",  # few: what came from the Ressorts, not from files of the Staatskanzlei
    statement.c.item,
    sqlite_where=text("NOT released"),
    postgresql_where=text("NOT released"),
)

release = Table(
    "release",
    metadata,
    Column("statement", ForeignKey("statement.id"), primary_key=True, autoincrement=False),
    Column("revision", _of_revision(), nullable=False, index=True),
)

body = Table(
    "body",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("revision", _of_revision(), primary_key=True, autoincrement=False),
    Column("entry", Text, nullable=False, comment="one row of data/reference/bodies.csv (JSON)"),
)

mark = Table(
    "mark",
    metadata,
    Column("name", String(40), primary_key=True, comment="demo: an example database, for ever"),
    Column("revision", _of_revision(), nullable=False),
)

not_taken = Table(
    "not_taken",
    metadata,
    Column("statement", ForeignKey("statement.id"), primary_key=True, comment="of the file's row"),
    Column("field", String(40), primary_key=True),
    Column("revision", _of_revision(), nullable=False, index=True),
    Column("value", Text, nullable=False, comment="what the cell says; an on-line entry stays in force (JSON)"),
    Column("wording", Text),
    Column("cell", Text, comment="where it is not the field's column in this row"),
)

issued = Table(
    "issued",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("revision", _of_revision(), nullable=False, comment="of the issuing; the plan in it is as at cut_revision"),
    Column("kind", String(12), nullable=False, comment="briefing, or answer to a Kleine Anfrage"),
    Column("number", Integer, nullable=False, comment="running, by kind"),
    Column("reference", Text, comment="date of the cabinet, or Drucksache number"),
    Column("title", Text, nullable=False),
    Column("stichtag", Date, nullable=False),
    Column("known_by", Instant, nullable=False),
    Column("cut_revision", Id, nullable=False),
    Column("audience", String(8), nullable=False),
    Column("question", Text, nullable=False, comment="what was asked for: filters, rule, options (JSON)"),
    Column("rules", Text, nullable=False, comment="counting rule to version (JSON)"),
    Column("version", String(40), nullable=False, comment="of the program"),
    Column("content", Text, nullable=False, comment="(JSON)"),
    Column("content_sha256", String(64), nullable=False),
    Index("ix_issued_kind", "kind", "stichtag"),
)

issued_file = Table(
    "issued_file",
    metadata,
    Column("issued", ForeignKey("issued.id"), primary_key=True, autoincrement=False),
    Column("format", String(8), primary_key=True),
    Column("revision", _of_revision(), nullable=False),
    Column("sha256", String(64), nullable=False, comment="of the bytes in issued_content"),
    Column("size", Id, nullable=False),
)

LOG = (revision, workbook, delivery, item, statement, release, body, mark, not_taken, issued, issued_file)
"""Tables that triggers keep from being updated or deleted."""

# Added to only, but outside the hash chain ---------------------------------------------------------------------------

issued_content = Table(
    "issued_content",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False, index=True),
    Column("account", ForeignKey("account.id"), comment="empty: nobody was logged in"),
    Column("act", String(24), nullable=False, comment="login, refused, download, import …"),
    Column("subject", Text, comment="key of an item, a file, a page; never a person's name"),
    Column("detail", Text, nullable=False, comment="(JSON)"),
)

reporting_round = Table(
    "reporting_round",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("title", Text, nullable=False),
    Column("stichtag", Date, nullable=False),
    Column("due_on", Date, nullable=False, comment="deadline of the answers"),
    Column("opened_at", Instant, nullable=False),
    Column("account", ForeignKey("account.id"), nullable=False),
)

round_step = Table(
    "round_step",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("round", ForeignKey("reporting_round.id"), nullable=False),
    Column("body", String(40), nullable=False, comment="key of the Ressort or municipal body that is asked"),
    Column("item", Text, comment="key of the item that the step is about; empty: all of the body"),
    Column("state", String(16), nullable=False, comment="requested, in_work, handed_in, queried, accepted, published"),
    Column("at", Instant, nullable=False),
    Column("account", ForeignKey("account.id"), nullable=False),
    Column("comment", Text),
    Column("field", String(40), comment="the field that a query doubts"),
    Column("counter_value", Text, comment="what the query holds against it (JSON)"),
    Column("counter_source", Text, comment="where the counter-value comes from"),
    Index("ix_round_step_round", "round", "body", "item"),
)

INSERT_ONLY = (issued_content, audit, reporting_round, round_step)
"""Tables outside the hash chain that triggers keep from being updated or deleted, too."""

# Derived, rebuildable from the log ----------------------------------------------------------------------------------

state = Table(
    "state",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("item", Id, nullable=False),
    Column("effective_on", Date, nullable=False),
    Column("revision", Id, nullable=False),
    Column("audience", String(8), nullable=False, comment="all, released, or both"),
    Column("fields", Text, nullable=False, comment="the folded row: field to value (JSON)"),
    Column("statement", Id, nullable=False, comment="origin of the fields that are not in origins"),
    Column("stated_on", Date, nullable=False, comment="day of that statement"),
    Column("origins", Text, comment="field to [statement, its day] (JSON)"),
    Column("renumbered", Boolean, nullable=False, comment="number or title differ from the day before"),
    Index("ix_state_cut", "item", "effective_on", "revision", "audience", unique=True),
)
Index(
    "ix_state_renumbered",
    state.c.item,
    sqlite_where=text("renumbered"),
    postgresql_where=text("renumbered"),
)

coverage_delta = Table(
    "coverage_delta",
    metadata,
    Column("subject", String(8), primary_key=True, comment="service or county"),
    Column("revision", Id, primary_key=True, autoincrement=False),
    Column("effective_on", Date, primary_key=True),
    Column("audience", String(8), primary_key=True, comment="all, released, or both"),
    Column("counts", Text, nullable=False, comment="group to signed changes, one for each state (JSON)"),
)

coverage_snapshot = Table(
    "coverage_snapshot",
    metadata,
    Column("subject", String(8), primary_key=True, comment="service or county"),
    Column("span", String(5), primary_key=True, comment="month: all deltas up to its end; day: those since it began"),
    Column("until", Date, primary_key=True, comment="the last day counted"),
    Column("audience", String(8), primary_key=True, comment="all, released, or both"),
    Column("counts", Text, nullable=False, comment="group to counts at the newest revision (JSON)"),
)

# May be changed: names, erasable texts, the bytes of workbooks, saved views, who may log in --------------------------

account = Table(
    "account",
    metadata,
    Column("id", String(32), primary_key=True, comment="opaque; the log names only this"),
    Column("name", Text, nullable=False, unique=True),
    Column("role", String(16), comment="what the account may do; empty: a mere name that nobody logs in with"),
    Column("body", String(40), comment="key of the Ressort or municipal body it belongs to"),
    Column("login", Text, comment="what is typed at the log-in, in small letters"),
    Column("subject", Text, comment="who it is at the identity provider"),
    Column("email", Text),
    Column("password", Text, comment="argon2 hash; empty: no local log-in"),
    Column("must_change", Boolean, comment="the password was set by somebody else"),
    Column("disabled_at", Instant),
    Index("ix_account_login", "login", unique=True),
    Index("ix_account_subject", "subject", unique=True),
)

session = Table(
    "session",
    metadata,
    Column("token", String(64), primary_key=True, comment="SHA-256 of what stands in the cookie"),
    Column("account", ForeignKey("account.id"), nullable=False),
    Column("way", String(8), nullable=False, comment="password, oidc, demo"),
    Column("begun_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Index("ix_session_account", "account"),
)

login_attempt = Table(
    "login_attempt",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("login", String(64), nullable=False, comment="SHA-256 of what was typed"),
    Column("at", Instant, nullable=False),
    Column("succeeded", Boolean, nullable=False),
    Index("ix_login_attempt_login", "login", "at"),
)

form = Table(
    "form",
    metadata,
    Column("key", String(64), primary_key=True, comment="drawn with the form: a form takes effect once"),
    Column("account", ForeignKey("account.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("outcome", Text, nullable=False, comment="what the first submit gave (JSON)"),
)

draft = Table(
    "draft",
    metadata,
    Column("account", ForeignKey("account.id"), primary_key=True),
    Column("item", Text, primary_key=True, comment="key"),
    Column("entries", Text, nullable=False, comment="field to what was typed (JSON)"),
    Column("revision", Id, nullable=False, comment="the plan that the form was drawn against"),
    Column("saved_at", Instant, nullable=False),
)

reminder = Table(
    "reminder",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("round", ForeignKey("reporting_round.id"), nullable=False),
    Column("account", ForeignKey("account.id"), nullable=False),
    Column("at", Instant, nullable=False),
    Column("items", Integer, nullable=False, comment="how many were open"),
    Column("trouble", Text, comment="why it could not be sent; empty: sent"),
    Index("ix_reminder_round", "round", "account"),
)

workbook_export = Table(
    "workbook_export",
    metadata,
    Column("id", String(32), primary_key=True, comment="stands in the hidden sheet"),
    Column("ministry", String(40), nullable=False),
    Column("part", String(24), comment="empty: all parts"),
    Column("stichtag", Date, nullable=False),
    Column("revision", Id, nullable=False, comment="the plan it shows: the base of the merge"),
    Column("at", Instant, nullable=False),
    Column("account", ForeignKey("account.id"), nullable=False),
)

column_mapping = Table(
    "column_mapping",
    metadata,
    Column("ministry", String(40), primary_key=True, comment="empty text: every Ressort"),
    Column("part", String(24), primary_key=True),
    Column("heading", Text, primary_key=True, comment="as compared: small letters, single blanks"),
    Column("field", String(40), comment="empty: to be ignored"),
    Column("account", ForeignKey("account.id"), nullable=False),
    Column("at", Instant, nullable=False),
)

map_layer = Table(
    "map_layer",
    metadata,
    Column("name", String(40), primary_key=True, comment="counties"),
    Column("content", Text, nullable=False, comment="GeoJSON"),
    Column("source", Text, nullable=False, comment="attribution that is shown beside the map"),
    Column("imported_at", Instant, nullable=False),
    Column("account", ForeignKey("account.id")),
)

person_text = Table(
    "person_text",
    metadata,
    Column("token", String(64), primary_key=True, comment="salted hash that stands in the log"),
    Column("salt", String(32), nullable=False),
    Column("text", Text, comment="empty: erased"),
)

workbook_content = Table(
    "workbook_content",
    metadata,
    Column("sha256", ForeignKey("workbook.sha256"), primary_key=True),
    Column("content", LargeBinary, comment="as delivered; empty: replaced by a tombstone"),
    Column("tombstone", Text, comment="why the content was removed"),
)

saved_view = Table(
    "saved_view",
    metadata,
    Column("owner", String(32), primary_key=True, server_default="", comment="account whose it is; empty: everybody's"),
    Column("name", Text, primary_key=True),
    Column("page", String(40), nullable=False, comment="its address"),
    Column("parameters", Text, nullable=False, comment="of the address: name to value (JSON)"),
    Column("saved_at", Instant, nullable=False),
)
