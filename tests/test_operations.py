"""What those who run the program see: a log without secrets, counts for monitoring."""

import json
import logging
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from masterplan.__main__ import main
from masterplan.actions import metrics
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.log_lines import without_secrets
from masterplan.store.engine import open_database

ROOT = Path(__file__).parents[1]
NOW = datetime(2100, 1, 1, tzinfo=UTC)
LOGGED = """
import logging
logging.getLogger("uvicorn.error").addHandler(logging.StreamHandler())
from masterplan import log_lines
log_lines.begin()
logging.getLogger("masterplan").error("Nicht bereit: %s", "postgresql://plan:geheim@db/plan ist fort")
try:
    raise ValueError("password='geheim'")
except ValueError as trouble:
    logging.getLogger("uvicorn.error").error("Vorfall 1A2B3C4D", exc_info=trouble)
"""


def test_log_is_one_json_document_a_line_and_holds_no_secret() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOGGED], cwd=ROOT, env={"MASTERPLAN_LOG": "json"}, capture_output=True, text=True
    )
    first, second = [json.loads(line) for line in done.stderr.splitlines()]
    assert (first["level"], first["logger"]) == ("error", "masterplan")
    assert first["message"] == "Nicht bereit: postgresql://plan:***@db/plan ist fort"
    assert second["message"] == "Vorfall 1A2B3C4D"
    assert "ValueError" in second["trace"]
    assert "geheim" not in done.stderr + done.stdout
    assert datetime.fromisoformat(first["at"]).tzinfo is not None


def test_without_the_variable_the_log_stays_as_it_is() -> None:
    before = list(logging.getLogger().handlers)
    from masterplan import log_lines

    log_lines.begin()
    assert logging.getLogger().handlers == before


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("postgresql+psycopg://plan:geh:eim@db/plan", "postgresql+psycopg://plan:***@db/plan"),
        ("Cookie: masterplan_session=abc123; Pfad", "Cookie: ***; Pfad"),
        ("kennwort=geheim&weiter=/", "kennwort=***&weiter=/"),
        ('{"client_secret": "geheim"}', '{"client_secret": "***"}'),
        ("{'password': 'sehr geheim', 'port': 587}", "{'password': '***', 'port': 587}"),
        ("Authorization: Bearer abc123 GET /", "Authorization: Bearer *** GET /"),
        ("masterplan_theme=hell; _streamlit_user=abc123; Pfad", "masterplan_theme=hell; _streamlit_user=***; Pfad"),
        ("https://plan.example.org/einlesen?stichtag=2021-06-30", "https://plan.example.org/einlesen?stichtag=2021-06-30"),
        ("Revision 12 um 10:30 Uhr", "Revision 12 um 10:30 Uhr"),
    ],
)
def test_secrets_are_taken_out_of_words(words: str, left: str) -> None:
    told = without_secrets(words)
    assert left in told
    assert not any(secret in told for secret in ("geheim", "abc123", "geh:eim"))


def test_metrics_count_the_example_plan(capsys: pytest.CaptureFixture[str], example_url: str) -> None:
    assert main(["metrics", "--database", example_url]) == 0
    told = capsys.readouterr().out
    counted = dict(line.split(" ") for line in told.splitlines() if not line.startswith("#"))
    assert counted["masterplan_revision"] == "14"
    assert counted["masterplan_files"] == "61"
    assert int(counted["masterplan_database_bytes"]) > 1_000_000
    assert told.count("# TYPE") == len(counted)


def test_metrics_are_for_those_who_may_read_the_audit(database_url: str) -> None:
    database = open_database(database_url)
    asked = Actor("Frau Muster", Role.CHANCELLERY)
    told = metrics.as_text(database, by=asked, at=NOW, process={"process_open_files": 7})
    assert "masterplan_revision 0\n" in told
    assert "masterplan_process_open_files 7\n" in told
    with pytest.raises(NotAllowed):
        metrics.as_text(database, by=Actor("Herr Leser", Role.READER), at=NOW)
    database.engine.dispose()
