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

LOG = (revision, workbook, delivery, item, statement, release, body, mark)
"""Tables that triggers keep from being updated or deleted."""

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

# May be changed: names, erasable texts, the bytes of workbooks, saved views ------------------------------------------

account = Table(
    "account",
    metadata,
    Column("id", String(32), primary_key=True, comment="opaque; the log names only this"),
    Column("name", Text, nullable=False, unique=True),
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
    Column("name", Text, primary_key=True),
    Column("page", String(40), nullable=False, comment="its address"),
    Column("parameters", Text, nullable=False, comment="of the address: name to value (JSON)"),
    Column("saved_at", Instant, nullable=False),
)
