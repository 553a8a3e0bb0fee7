"""``briefing``: one file in each format; the same arguments give the same bytes, whatever happens later."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from importers.pipeline import Options, import_files
from masterplan.__main__ import main
from masterplan.domain.access import Actor, Role
from masterplan.store.canonical import encode
from masterplan.store.engine import Database, open_database
from masterplan.store.writing import NewStatement, new_revision
from tests.files import measures

STICHTAG, KNOWN = date(2021, 12, 31), datetime(2022, 1, 15, tzinfo=UTC)
BY = Actor("Test", Role.CHANCELLERY)
SIGNS = {"pptx": b"PK", "docx": b"PK", "xlsx": b"PK", "pdf": b"%PDF"}


@pytest.fixture
def database(sqlite_url: str) -> Database:
    opened = open_database(sqlite_url)
    rows = [(str(at), f"Vorhaben {at}", "SMI", "in Umsetzung", "30.06.2021", "50 %") for at in range(1, 6)]
    file = measures(STICHTAG.isoformat(), *rows)
    assert import_files(opened, [file], Options(), by=BY, at=KNOWN).applied
    return opened


def written(database: Database, folder: Path, format_: str, *more: str) -> bytes:
    url = database.engine.url.render_as_string(hide_password=False)
    out = folder / f"briefing.{format_}"
    asked = ["--stichtag", "2021-12-31", "--format", format_, "--out", str(out), *more]
    assert main(["briefing", "--database", url, *asked]) == 0
    return out.read_bytes()


def correct(database: Database, at: datetime, released: bool) -> None:
    with database.writing() as connection, new_revision(connection, at=at, by=BY, act="correction") as opened:
        opened.state([NewStatement(1, STICHTAG, "correction", released, encode({"status": "completed"}))])


@pytest.mark.parametrize("format_", list(SIGNS))
def test_the_same_arguments_give_the_same_bytes_after_later_changes(
    database: Database, tmp_path: Path, format_: str
) -> None:
    known = ("--known-by", (KNOWN + timedelta(days=1)).isoformat())
    first = written(database, tmp_path, format_, *known)
    assert first.startswith(SIGNS[format_])
    correct(database, KNOWN + timedelta(days=2), released=True)
    assert written(database, tmp_path, format_, *known) == first
    assert written(database, tmp_path, format_) != first


def test_a_draft_says_so_and_marks_what_is_not_released(database: Database, tmp_path: Path) -> None:
    correct(database, KNOWN + timedelta(days=2), released=False)
    texts = []
    for more in ((), ("--draft",)):
        with ZipFile(BytesIO(written(database, tmp_path, "docx", *more))) as archive:
            texts.append(archive.read("word/document.xml").decode())
    assert ["Entwurf" in text for text in texts] == [False, True]
    assert ["noch nicht freigegeben" in text for text in texts] == [False, True]
    assert "1\u00a0†" in texts[1]  # one measure is completed, as far as has been released none


def test_a_file_that_cannot_be_written_is_refused_in_german(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    out = tmp_path / "nicht da" / "bericht.xlsx"
    assert main(["briefing", "--database", url, "--stichtag", "2021-12-31", "--format", "xlsx", "--out", str(out)]) == 1
    assert "lässt sich nicht schreiben" in capsys.readouterr().err


@pytest.mark.parametrize("format_", ["docx", "pdf"])
@pytest.mark.parametrize("about", ["measure/1", "SMI"])
def test_a_measure_and_a_ressort_have_a_sheet_of_their_own(
    database: Database, tmp_path: Path, about: str, format_: str
) -> None:
    assert written(database, tmp_path, format_, "--about", about).startswith(SIGNS[format_])


def test_a_sheet_of_nothing_is_refused(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = database.engine.url.render_as_string(hide_password=False)
    asked = ["--stichtag", "2021-12-31", "--format", "docx", "--out", str(tmp_path / "x"), "--about", "measure/99"]
    assert main(["briefing", "--database", url, *asked]) == 1
    assert "„measure/99“" in capsys.readouterr().err
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("more", [(), ("--format", "html", "--out", "x"), ("--format", "pdf")])
def test_a_wrong_call_is_told_in_german(more: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["briefing", *more])
    assert ended.value.code == 2
    assert "nicht verständlich" in capsys.readouterr().err
