"""Issuing, listing, handing out again and correcting briefings from the command line."""

import json
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from importers.pipeline import Options, import_files
from masterplan.__main__ import main
from masterplan.domain.access import Actor, Role
from masterplan.publishing import briefings
from masterplan.publishing import formats as rendering
from masterplan.store.engine import open_database
from tests.files import measures

STAFF = Actor("SK", Role.CHANCELLERY)
AT = datetime(2022, 1, 15, tzinfo=UTC)
ON = "2021-12-31"


@pytest.fixture
def url(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two measures; files are rendered as plain text, so that they cost no time."""
    _import(sqlite_url, "abgeschlossen", AT)
    plain = lambda content, name: f"{name} {content.facts.link} {content.facts.mark}".encode()  # noqa: E731
    for module in (rendering, briefings):
        monkeypatch.setattr(module, "render", plain)
    return sqlite_url


def _import(url: str, state: str, at: datetime) -> None:
    opened = open_database(url)
    rows = [(1, "Portal", "SMI", state, "Ende 2021", None), (2, "Netz", "SMF", "geplant", "2020", None)]
    assert import_files(opened, [measures(ON, *rows)], Options(), by=STAFF, at=at).applied
    opened.engine.dispose()


def _issue(url: str, out: Path, *more: str) -> int:
    return main(["briefing", "--database", url, "--stichtag", ON, "--format", "pdf", "--out", str(out), *more])


def _asked(url: str, capsys: pytest.CaptureFixture[str], *command: str) -> Any:
    capsys.readouterr()
    assert main(["issued", *command, "--database", url, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_briefing_is_issued_listed_handed_out_again_and_corrected(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _issue(url, tmp_path / "a.pdf", "--issue", "--cabinet", "2022-02-01") == 0
    [told] = _asked(url, capsys, "list")["issued"]
    first = (tmp_path / "a.pdf").read_bytes()
    assert (told["number"], told["reference"], told["stichtag"]) == (1, "2022-02-01", ON)
    assert told["files"]["pdf"]["sha256"] == sha256(first).hexdigest()
    assert set(told["files"]) == {"pptx", "pdf", "docx", "xlsx"}
    assert _asked(url, capsys, "errata", "1") == {"number": 1, "errata": []}
    assert main(["issued", "--json", "--kind", "answer", "list", "--database", url]) == 0
    assert json.loads(capsys.readouterr().out) == {"issued": []}  # what stands before a part's name counts for it
    _import(url, "in Umsetzung", datetime.now(UTC))
    errata = _asked(url, capsys, "errata", "1")["errata"]
    assert any("Abgeschlossene Maßnahmen" in one["subject"] and one["old"] != one["new"] for one in errata)
    get = ["issued", "get", "1", "--database", url, "--format", "pdf", "--out", str(tmp_path / "b.pdf")]
    for more in ([], ["--anew"]):
        assert main([*get, *more]) == 0
        assert (tmp_path / "b.pdf").read_bytes() == first
        assert "wie herausgegeben" in capsys.readouterr().err


def test_refusals_say_what_to_do_and_issue_nothing(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _issue(url, tmp_path / "a.pdf", "--issue", "--draft") == 1
    assert "Ein Entwurf oder ein einzelnes Blatt wird nicht herausgegeben" in capsys.readouterr().err
    assert not (tmp_path / "a.pdf").exists()
    get = ["issued", "get", "7", "--database", url, "--format", "pdf", "--out", str(tmp_path / "b.pdf")]
    assert main(get) == 1
    assert "nennt „issued list“" in capsys.readouterr().err
    assert _asked(url, capsys, "list") == {"issued": []}
    assert _issue(url, tmp_path / "a.pdf", "--issue", "--known-by", "2022-02-01T00:00:00+00:00") == 0
    assert _issue(url, tmp_path / "a.pdf", "--issue", "--known-by", "2022-02-01T00:00:00+00:00") == 1
    assert "schon als Nummer 1 herausgegeben" in capsys.readouterr().err
    assert date.fromisoformat(_asked(url, capsys, "list")["issued"][0]["stichtag"]) == date(2021, 12, 31)
