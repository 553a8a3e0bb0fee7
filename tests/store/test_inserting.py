"""Rows that are handed to the driver as they are, many at once or one, come back as they were given."""

from collections.abc import Sequence
from traceback import format_exception

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


def _insert(database: Database, *parts: Sequence[tuple[object, ...]]) -> None:
    with database.writing() as connection:
        for rows in parts:
            insert_rows(connection, account, rows, COLUMNS)


@pytest.mark.parametrize("again", [ROWS[:1], ROWS[:2]], ids=["one", "many"])
def test_a_row_that_breaks_a_rule_is_told_without_its_values_and_none_is_kept(
    database: Database, again: Sequence[tuple[object, ...]]
) -> None:
    with pytest.raises(IntegrityError) as trouble:
        _insert(database, ROWS, again)
    assert "Prüfung" not in "".join(format_exception(trouble.value))
    with database.reading() as connection:
        assert not connection.scalars(select(account.c.id).where(account.c.role == "reader")).all()
