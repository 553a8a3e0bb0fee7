"""The public command line: its JSON, its exit status, and that bad input gives a sentence and no traceback."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from importers.__main__ import main as importers_main
from importers.pipeline import Batch, Delivered, import_files
from masterplan.__main__ import main as masterplan_main
from masterplan.commands import demo
from masterplan.commands.asked import Refused, write_file
from tests.files import coverage, goals, measures, plan

ROOT = Path(__file__).parents[1]
AMT24 = ("1", "Ausbau von Amt24", "SK", "in Umsetzung", "31.12.2021", "50 %")


def run(capsys: pytest.CaptureFixture[str], main: Any, *arguments: object) -> tuple[int, Any]:
    """Exit status and the one JSON document."""
    status = main([str(argument) for argument in arguments])
    return status, json.loads(capsys.readouterr().out)


def saved(folder: Path, delivered: Delivered) -> Path:
    path = folder / delivered.name
    path.write_bytes(delivered.content)
    return path


def test_a_file_that_cannot_be_written_is_refused_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "ordner").mkdir()
    monkeypatch.chdir(tmp_path)
    for target in (Path("ordner"), Path("."), Path("fehlt/plan.xlsx"), Path("x" * 300)):
        with pytest.raises(Refused, match="lässt sich nicht schreiben"):
            write_file(target, b"Inhalt")
    assert [path.name for path in tmp_path.rglob("*")] == ["ordner"]


def test_import_answers_with_one_document_as_agreed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, sqlite_url: str
) -> None:
    path = saved(tmp_path, measures("2020-06-30", AMT24, ("2", "E-Akte", "SMI", "halb fertig", "bald", None)))
    status, answer = run(capsys, importers_main, path, "--database", sqlite_url, "--json")
    assert (status, answer["applied"], answer["revision"]) == (0, True, 1)
    [file] = answer["files"]
    assert {name: file[name] for name in ("file", "part", "ministry", "stand", "status")} == {
        "file": path.name, "part": "measures", "ministry": None, "stand": "2020-06-30", "status": "applied",
    }  # fmt: skip
    assert len(file["sha256"]) == 64
    assert file["counts"]["new"] == 2
    assert {(one["severity"], one["code"], one["cell"], one["value"]) for one in file["problems"]} == {
        ("warning", "status-unknown", "D5", "halb fertig"),
        ("warning", "date-unreadable", "E5", "bald"),
    }
    first = file["changes"][0]
    assert set(first) == {"kind", "key", "title", "field", "before", "after", "cell"}
    assert {one["key"] for one in file["changes"]} == {"measure/1", "measure/2"}
    assert all(one["before"] is None for one in file["changes"])


@pytest.mark.parametrize(
    ("options", "status", "applied", "file_status"),
    [
        (["--dry-run"], 0, False, "preview"),
        (["--stand", "2099-01-01"], 1, False, "rejected"),
        (["--part", "goals"], 1, False, "rejected"),
    ],
)
def test_exit_status_tells_whether_a_file_was_refused(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    sqlite_url: str,
    options: list[str],
    status: int,
    applied: bool,
    file_status: str,
) -> None:
    path = saved(tmp_path, measures("2020-06-30", AMT24))
    found, answer = run(capsys, importers_main, path, "--database", sqlite_url, "--json", *options)
    assert (found, answer["applied"], answer["files"][0]["status"]) == (status, applied, file_status)


def test_dry_run_with_a_conflict_exits_with_one(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, sqlite_url: str
) -> None:
    run(capsys, importers_main, saved(tmp_path, measures("2020-06-30", AMT24)), "--database", sqlite_url, "--json")
    renamed = saved(tmp_path, measures("2020-12-31", ("1", "Neues Bürgerportal", *AMT24[2:])))
    status, answer = run(capsys, importers_main, renamed, "--database", sqlite_url, "--json", "--dry-run")
    [conflict] = answer["files"][0]["conflicts"]
    assert (status, conflict["field"], conflict["key"]) == (1, "identity", "measure/1")
    assert set(conflict) >= {"kind", "key", "field", "base", "theirs", "ours", "ours_by", "ours_at", "cell"}


def test_path_that_does_not_exist_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path, sqlite_url: str) -> None:
    status, answer = run(capsys, importers_main, tmp_path / "fehlt.xlsx", "--database", sqlite_url, "--json")
    [problem] = answer["files"][0]["problems"]
    assert (status, problem["code"], answer["files"][0]["status"]) == (1, "file-unreadable", "rejected")
    assert "fehlt.xlsx" in problem["message"]


def test_wrong_usage_exits_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    for main, arguments in ((importers_main, []), (masterplan_main, ["figures", "--stichtag", "gestern"])):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_unusable_database_is_refused_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert masterplan_main(["figures", "--database", "mysql://nirgends"]) == 1
    assert "Adresse der Datenbank" in capsys.readouterr().err


def test_figures_answer_for_the_cut_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, sqlite_url: str
) -> None:
    run(capsys, importers_main, saved(tmp_path, measures("2020-06-30", AMT24)), "--database", sqlite_url, "--json")
    status, answer = run(
        capsys, masterplan_main, "figures", "--stichtag", "2021-06-30", "--json", "--database", sqlite_url
    )
    assert (status, answer["stichtag"], answer["revision"]) == (0, "2021-06-30", 1)
    figures = {(one["id"], one["rule"]): one for one in answer["figures"]}
    assert set(figures["measures.total", None]) == {
        "id", "rule", "rule_version", "title", "definition", "unit", "group", "value", "numerator", "denominator",
        "lower", "upper", "coverage",
    }  # fmt: skip
    assert figures["measures.total", None]["value"] == 1
    assert {rule for name, rule in figures if name == "services.online"} >= {"bund-2020", "ozg-reifegrad-3"}
    earlier = ("--known-by", "2001-01-01T00:00:00+00:00")
    _, before = run(capsys, masterplan_main, "figures", *earlier, "--json", "--database", sqlite_url)
    assert before["revision"] == 0
    assert {one["value"] for one in before["figures"]} <= {0, None}


def test_item_tells_its_fields_with_cells_and_its_whole_history(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, sqlite_url: str
) -> None:
    files = [measures("2020-06-30", AMT24), measures("2020-12-31", (*AMT24[:3], "abgeschlossen", *AMT24[4:]))]
    for file in files:
        run(capsys, importers_main, saved(tmp_path, file), "--database", sqlite_url, "--json")
    _, answer = run(capsys, masterplan_main, "item", "measure/1", "--json", "--database", sqlite_url)
    status = answer["fields"]["status"]
    assert (status["value"], status["wording"], status["cell"], status["sheet"], status["file"]) == (
        "completed", "abgeschlossen", "D4", "Tabelle", files[1].name,
    )  # fmt: skip
    assert [entry["effective_on"] for entry in answer["history"]] == ["2020-06-30", "2020-12-31"]
    assert masterplan_main(["item", "measure/99", "--database", sqlite_url]) == 1
    assert "measure/99" in capsys.readouterr().err


def test_demo_goes_on_where_it_was_interrupted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, sqlite_url: str
) -> None:
    left = iter((True, False, True, False))

    def until_interrupted(*arguments: Any, **named: Any) -> Batch:
        if not next(left):
            raise KeyboardInterrupt
        return import_files(*arguments, **named)

    monkeypatch.setattr(demo, "import_files", until_interrupted)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            masterplan_main(["demo", "--database", sqlite_url])
    begun = [line.split()[1] for line in capsys.readouterr().err.splitlines() if line.startswith("Beispieldaten")]
    assert begun == ["1", "2", "2", "3"]


def test_demo_is_loaded_once(capsys: pytest.CaptureFixture[str], example_url: str) -> None:
    assert masterplan_main(["demo", "--database", example_url]) == 0
    assert capsys.readouterr().err == "Die Beispieldaten sind schon geladen.\n"


def test_demo_is_never_loaded_beside_real_data(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, sqlite_url: str
) -> None:
    run(capsys, importers_main, saved(tmp_path, measures("2020-06-30", AMT24)), "--database", sqlite_url, "--json")
    assert masterplan_main(["demo", "--database", sqlite_url]) == 1
    assert "schon Daten" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("main", "arguments"),
    [
        (importers_main, ["--help"]),
        (masterplan_main, ["--help"]),
        *((masterplan_main, [name, "--help"]) for name in ("demo", "figures", "item", "doctor", "migrate")),
    ],
)
def test_help_is_german(capsys: pytest.CaptureFixture[str], main: Any, arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    told = capsys.readouterr().out
    assert ended.value.code == 0
    assert told.startswith("Aufruf: python -m ")
    assert "zeigt diese Hilfe" in told
    assert not any(word in told for word in ("usage", "options:", "show this", "arguments"))


def test_log_is_verified_by_doctor(capsys: pytest.CaptureFixture[str], sqlite_url: str) -> None:
    status, answer = run(capsys, masterplan_main, "doctor", "--json", "--database", sqlite_url)
    assert (status, answer["hash_chain"]) == (0, {"intact": True, "broken_revisions": []})


def test_sums_of_coverage_are_verified_by_doctor(
    capsys: pytest.CaptureFixture[str], sqlite_url: str, tmp_path: Path
) -> None:
    file = saved(tmp_path, coverage("2020-06-30", ("99012001000000", "146120000000", "ok")))
    run(capsys, importers_main, str(file), "--json", "--database", sqlite_url)
    status, answer = run(capsys, masterplan_main, "doctor", "--json", "--database", sqlite_url)
    assert (status, answer["coverage_counts"]) == (0, {"intact": True, "wrong_days": []})
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as connection, connection:
        connection.execute("DELETE FROM coverage_snapshot")
    status, answer = run(capsys, masterplan_main, "doctor", "--json", "--database", sqlite_url)
    assert (status, answer["coverage_counts"]["intact"]) == (1, False)
    assert answer["hash_chain"]["intact"] is True


def test_commands_work_as_modules_with_the_database_from_the_environment(tmp_path: Path, empty_sqlite_url: str) -> None:
    paths = [
        saved(tmp_path, goals("2020-06-30", ("Z1", "Alles ist online", "31.12.2022"))),
        saved(tmp_path, plan("SMI", "2020-06-30", ("1", "Fachverfahren abgelöst", "Z1", "2021", "geplant"))),
        saved(tmp_path, coverage("2020-06-30", ("99012001000000", "146120000000", "ok"))),
    ]
    environment = {**os.environ, "MASTERPLAN_DATABASE": empty_sqlite_url}

    def module(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    imported = module("importers", *paths)
    assert (imported.returncode, "Gespeichert als Revision 1" in imported.stdout) == (0, True), imported.stderr
    told = module("masterplan", "figures", "--stichtag", "2020-06-30")
    assert "Wegmarken: 1" in told.stdout
