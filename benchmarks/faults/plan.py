"""A small plan to do harm to: saves and imports whose outcome is known, and what a database holds, to compare."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from sqlalchemy import select

from importers.pipeline import Delivered, Options, import_files, prepare
from masterplan.domain.access import Actor, Role
from masterplan.store import derived_check, integrity, reading
from masterplan.store.canonical import encode
from masterplan.store.engine import Database
from masterplan.store.tables import metadata, statement
from masterplan.store.writing import NewStatement, new_revision

AT = datetime(2060, 1, 1, tzinfo=UTC)
"""Late enough for a Stand a day, as many as are brought in."""
STAND = date(2020, 1, 31)
ROWS = 12
WHO = Actor("Störung", Role.CHANCELLERY)
HEADINGS = ("Nr.", "Maßnahme", "Federführung", "Status", "Termin", "Umsetzungsgrad")


def catalogue(number: int, rows: int = ROWS) -> Delivered:
    """A catalogue of measures, each of another Stand and with another progress."""
    book = Workbook()
    page = book.active
    assert page is not None
    stand = STAND + timedelta(days=number)
    page.append(["Maßnahmenkatalog"])
    page.append([f"Stand: {stand:%d.%m.%Y}"])
    page.append(list(HEADINGS))
    for row in range(rows):
        progress = f"{(number + row) % 100} %"
        page.append([str(row + 1), f"Maßnahme {row + 1} von allen", "SK", "in Umsetzung", "31.12.2024", progress])
    content = BytesIO()
    book.save(content)
    return Delivered(f"Maßnahmen_{number}.xlsx", content.getvalue())


def bring_in(database: Database, file: Delivered) -> int:
    """Imports a file in one go; returns its revision."""
    batch = import_files(database, [file], Options(), by=WHO, at=AT)
    assert batch.applied, [one.message for preview in batch.files for one in preview.problems]
    return batch.revision


def look_at(database: Database, file: Delivered) -> None:
    """Compares a file with the plan; writes nothing."""
    prepare(database, [file], Options(), AT.date())


def save(database: Database, token: str, item: int = 1) -> int:
    """One edit of an item, which bears the token; returns its revision."""
    with database.writing() as connection, new_revision(connection, at=AT, by=WHO, act="edit") as opened:
        said = NewStatement(item, date(2024, 6, 30), "edit", True, encode({"remark": token}))
        opened.state([said])
        return opened.number


def tokens(database: Database) -> dict[int, str]:
    """By revision what an edit said."""
    query = select(statement.c.revision, statement.c.fields).where(statement.c.act == "edit")
    with database.reading() as connection:
        return {number: fields.split('"')[3] for number, fields in connection.execute(query)}


def content(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with database.reading() as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for table in metadata.sorted_tables
        }


def unsound(database: Database, since: int = 0) -> Sequence[object]:
    """What is wrong with a database, from a revision on: file structure, chain, derived state. Empty: nothing."""
    found: list[object] = []
    if database.engine.dialect.name == "sqlite":
        with database.reading() as connection:
            said = connection.exec_driver_sql("PRAGMA quick_check").scalars().all()
        found += [one for one in said if one != "ok"]
    return [*found, *integrity.broken_links(database, since), *derived_check.derived_state(database, since).wrong]


def newest(database: Database) -> int:
    """The newest revision."""
    return reading.data_revision(database)
