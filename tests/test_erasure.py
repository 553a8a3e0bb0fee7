"""What tells of persons can be erased; the log and its chain of hashes stay as they are."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from importers.pipeline import Delivered, Options, deliver, import_files
from masterplan.actions import accounts, audit, erasure, login
from masterplan.actions.audit import Wanted
from masterplan.actions.erasure import NothingErased
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.store import integrity, reading, tables
from masterplan.store.engine import Database, open_database
from tests.logins import FIRST, KEEPER
from tests.pages.offering import CHANCELLERY

AT = datetime(2022, 7, 1, 9, tzinfo=UTC)
READER = Actor("Lesend", Role.READER)
REASON = "Antrag nach Artikel 17 DSGVO vom 30.06.2022"
SHEET = """Maßnahmenkatalog – Stand: 30.06.2022;;;;
;;;;
Nr.;Maßnahme;Federführung;Status;Ansprechpartner
1;Portal aufsetzen;SMI;in Umsetzung;Rosa Vogel
2;Akte einführen;SMI;in Planung;Rosa Vogel
3;Register öffnen;SMI;in Planung;Kai Ohnesorg
"""


@pytest.fixture
def database(sqlite_url: str, tmp_path: Path) -> Iterator[Database]:
    opened = open_database(sqlite_url)
    (tmp_path / "Katalog.csv").write_text(SHEET, encoding="utf-8")
    batch = import_files(opened, [deliver(tmp_path / "Katalog.csv")], Options(), by=CHANCELLERY, at=AT)
    assert not batch.refused
    yield opened
    opened.engine.dispose()


def _responsible(database: Database) -> list[object]:
    cut = reading.cut(database, AT.date(), AT.replace(year=2100))
    return [item.values.get("responsible") for items in cut.items.values() for item in items]


def test_what_is_noted_of_a_file_names_no_person(sqlite_url: str) -> None:
    sheet = SHEET.replace("Ansprechpartner", "Ansprechpartner;Kontakt").replace("Rosa Vogel", "Rosa Vogel;Hans Ernst")
    opened = open_database(sqlite_url)
    batch = import_files(opened, [Delivered("K.csv", sheet.encode())], Options(), by=CHANCELLERY, at=AT)
    assert "column-twice" in {problem.code for problem in batch.files[0].problems}
    with opened.reading() as connection:
        logged = [tuple(row) for table in tables.LOG for row in connection.execute(select(table))]
    assert "column-twice" in str(logged)
    assert not [name for name in ("Vogel", "Ernst", "Ohnesorg") if name in str(logged)]
    opened.engine.dispose()


def test_a_text_about_a_person_is_emptied_wherever_it_stands(database: Database) -> None:
    assert _responsible(database) == ["Rosa Vogel", "Rosa Vogel", "Kai Ohnesorg"]
    assert erasure.texts_about(database, words="vogel", by=CHANCELLERY) == ["Rosa Vogel"]
    before = reading.data_revision(database)
    erasure.erase_text(database, text="Rosa Vogel", reason=REASON, by=CHANCELLERY, at=AT)
    assert _responsible(database) == [None, None, "Kai Ohnesorg"]
    assert reading.data_revision(database) == before + 1, "what pages keep by the revision is made anew"
    assert integrity.broken_links(database) == []
    with database.reading() as connection:
        kept = [tuple(row) for table in (tables.person_text, tables.audit) for row in connection.execute(select(table))]
    assert "Vogel" not in str(kept)
    with pytest.raises(NothingErased, match="nicht"):
        erasure.erase_text(database, text="Rosa Vogel", reason=REASON, by=CHANCELLERY, at=AT)


def test_a_workbook_becomes_a_tombstone_with_its_reason(database: Database) -> None:
    [digest] = erasure.kept_workbooks(database, by=CHANCELLERY)
    erasure.erase_workbook(database, sha256=digest, reason=REASON, by=CHANCELLERY, at=AT)
    assert erasure.kept_workbooks(database, by=CHANCELLERY) == {}
    assert integrity.broken_links(database) == []
    with database.reading() as connection:
        kept = connection.execute(select(tables.workbook_content)).one()
    assert (kept.content, kept.tombstone) == (None, REASON)


def test_an_account_loses_its_name_and_what_it_did_stays(database: Database) -> None:
    at = {"by": KEEPER, "at": AT}
    number = accounts.add(
        database, name="Rosa Vogel", role=Role.MINISTRY, body="SMI", login="rosa", password=FIRST, **at  # type: ignore[arg-type]
    ).account  # fmt: skip
    secret = login.log_in(database, login="rosa", password=FIRST, at=AT).secret
    erasure.erase_account(database, account=number, reason=REASON, by=CHANCELLERY, at=AT)
    assert not login.counts(login.session_of(database, secret), AT)
    found, _ = audit.search(database, Wanted(account=number), by=CHANCELLERY, at=AT)
    assert [(entry.by, entry.act) for entry in found] == [(f"Gelöschtes Konto {number[:8]}", "login")]
    assert integrity.broken_links(database) == []
    [entry], _ = audit.search(database, Wanted(acts=("erase",)), by=CHANCELLERY, at=AT)
    assert entry.detail["reason"] == REASON
    fresh = accounts.add(database, name="Rosa Vogel", role=Role.READER, body=None, login="rosa", **at)  # type: ignore[arg-type]
    assert fresh.account != number, "a name that was erased is free again"


def test_only_the_chancellery_erases_and_says_why(database: Database) -> None:
    with pytest.raises(NotAllowed):
        erasure.erase_text(database, text="Rosa Vogel", reason=REASON, by=READER, at=AT)
    with pytest.raises(NothingErased, match="Grund"):
        erasure.erase_text(database, text="Rosa Vogel", reason=" ", by=CHANCELLERY, at=AT)
    with pytest.raises(NotAllowed):
        erasure.texts_about(database, words="", by=replace(READER, role=Role.MINISTRY))
    assert _responsible(database)[0] == "Rosa Vogel"
    _, refused = audit.search(database, Wanted(acts=("refused",)), by=CHANCELLERY, at=AT)
    assert refused == 1


def test_the_last_account_of_the_chancellery_stays(database: Database) -> None:
    number = accounts.add(
        database, by=KEEPER, at=AT, name="Anna", role=Role.CHANCELLERY, body=None, login="anna"
    ).account
    with pytest.raises(NothingErased, match="letzte Konto"):
        erasure.erase_account(database, account=number, reason=REASON, by=CHANCELLERY, at=AT)
