"""Rows that are handed to the driver as they are, many at once or one, come back as they were given."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from masterplan.store.engine import Database
from masterplan.store.inserting import insert_rows
from masterplan.store.tables import account

COLUMNS = ("id", "name", "role", "body", "must_change")
AWKWARD = ("Prüfung „ß“", "Tab\tZeile\nEnde\r\n", r"\N \. \\", "", "NULL", "'; --", '"a", {b}', "%s ? :a", "\U0001f5c4")
ROWS = [(f"{at} {text}", text, "reader", None if at % 2 else text, at % 3 == 0) for at, text in enumerate(AWKWARD)]


@pytest.mark.parametrize("rows", [ROWS, *([row] for row in ROWS)], ids=["all", *(ascii(text) for text in AWKWARD)])
def test_rows_come_back_as_they_were_given(database: Database, rows: list[tuple[object, ...]]) -> None:
    with database.writing() as connection:
        insert_rows(connection, account, rows, COLUMNS)
    wanted = select(*(account.c[name] for name in COLUMNS)).where(account.c.role == "reader")
    with database.reading() as connection:
        assert {tuple(row) for row in connection.execute(wanted)} == set(rows)


def test_a_row_that_breaks_a_rule_is_told_as_such_and_none_is_kept(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as connection:
        insert_rows(connection, account, [*ROWS, ROWS[0]], COLUMNS)
    with database.reading() as connection:
        assert not connection.scalars(select(account.c.id).where(account.c.role == "reader")).all()
