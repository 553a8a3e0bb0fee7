"""The handbook in docs/: every command that needs neither root nor a second machine is run, the others are counted."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections import Counter
from configparser import ConfigParser
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from importers.pipeline import Options, import_files
from masterplan.__main__ import COMMANDS, main
from masterplan.store.engine import open_database
from tests.files import measures
from tests.logins import KEEPER

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.glob("*.md"))
BLOCK = re.compile(r"^( *)```(\w+)(?: (\w+))?\n(.*?)^ *```$", re.M | re.S)
NOT_RUN = {"root": "root", "elsewhere": "braucht"}


def blocks(page: Path, language: str, where: str | None = None) -> list[str]:
    """The fenced blocks of a page in a language; ``where`` is the word after it."""
    found = BLOCK.findall(page.read_text(encoding="utf-8"))
    return [re.sub(rf"^{indent}", "", text, flags=re.M) for indent, name, mark, text in found
            if name == language and (mark or None) == where]  # fmt: skip


def with_places(text: str, folder: Path) -> str:
    """A command of the handbook with the places of this test."""
    return text.replace("/var/backups/masterplan", str(folder)).replace("/opt/masterplan", str(ROOT))


def bring_in(url: str) -> None:
    """A small plan, so that every command has something to speak of."""
    database = open_database(url)
    file = measures("2020-06-30", ("1", "Ausbau von Amt24", "SK", "in Umsetzung", "2021", "50 %"))
    assert import_files(database, [file], Options(), by=KEEPER, at=datetime(2021, 1, 1, tzinfo=UTC)).applied
    database.engine.dispose()


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "sh")], ids=lambda page: page.stem)
def test_commands_of_the_handbook_do_what_they_should(page: Path, sqlite_url: str, tmp_path: Path) -> None:
    bring_in(sqlite_url)
    if page.stem == "konten":  # comes after the first account of installation.md
        add = ["account", "add", "--name", "Anna", "--role", "chancellery", "--login", "anna"]
        assert main([*add, "--database", sqlite_url]) == 0
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("MASTERPLAN_", "PYTEST_"))
    } | {"MASTERPLAN_DATABASE": sqlite_url}
    script = "set -euo pipefail\n" + "\n".join(blocks(page, "sh"))
    done = subprocess.run(
        ["bash", "-c", with_places(script, tmp_path)], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_every_command_that_is_not_run_is_listed() -> None:
    listed = Counter[tuple[str, str]]()
    index = (DOCS / "README.md").read_text("utf-8")
    for name, number, why in re.findall(r"^\| (\w+\.md) \| (\d+) \| (\w+)", index, re.M):
        listed[name, why] += int(number)
    there = {
        (page.name, word): len(found)
        for page in PAGES
        for where, word in NOT_RUN.items()
        if (found := blocks(page, "sh", where))
    }
    assert listed == there
    marks = {mark for page in PAGES for _, language, mark, _ in BLOCK.findall(page.read_text("utf-8")) if mark}
    assert marks <= NOT_RUN.keys()


def test_erasing_leaves_a_sound_database_without_the_text(example_copy_url: str) -> None:
    path = example_copy_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        person, digest = connection.execute("SELECT text, sha256 FROM person_text, workbook_content LIMIT 1").fetchone()
        for block in blocks(DOCS / "datenschutz.md", "sql"):
            connection.executescript(block.replace("Frau Müller", person).replace("PRÜFSUMME", digest))
        assert connection.execute("SELECT count(*) FROM person_text WHERE text = ?", (person,)).fetchone() == (0,)
        erased = connection.execute("SELECT DISTINCT salt FROM person_text WHERE text IS NULL").fetchall()
        assert erased == [("",)]  # nobody can try whether a name gives the hash
        assert connection.execute("SELECT count(*) FROM workbook_content WHERE content IS NULL").fetchone() == (1,)
    assert main(["doctor", "--database", example_copy_url]) == 0


def test_every_environment_variable_is_explained() -> None:
    code = [path for top in ("masterplan", "importers") for path in (ROOT / top).rglob("*.py")]
    known = {name for path in code for name in re.findall(r"MASTERPLAN_[A-Z]+(?:_[A-Z]+)*\b", path.read_text("utf-8"))}
    known |= {f"MASTERPLAN_OIDC_{name}" for name in ("ISSUER", "CLIENT_ID", "CLIENT_SECRET", "COOKIE_SECRET")}
    known |= {"MASTERPLAN_SMTP_STARTTLS"}
    known -= {"MASTERPLAN_OIDC", "MASTERPLAN_SMTP"}
    explained = set(re.findall(r"`(MASTERPLAN_[A-Z_]+)`", (DOCS / "konfiguration.md").read_text("utf-8")))
    assert explained == known


def test_every_command_is_in_the_list_of_commands() -> None:
    listed = re.findall(r"^\| `([a-z-]+)", (DOCS / "befehle.md").read_text("utf-8"), re.M)
    assert sorted(listed) == sorted([*COMMANDS, "importers"])


def test_links_of_the_handbook_lead_somewhere() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text("utf-8")):
            assert (DOCS / target).exists(), f"{page.name}: {target}"
        assert page.name == "README.md" or f"({page.name})" in index


@pytest.mark.parametrize("unit", sorted((DOCS / "systemd").iterdir()), ids=lambda unit: unit.name)
def test_units_start_what_there_is(unit: Path, tmp_path: Path) -> None:
    parsed = ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    parsed.optionxform = str  # type: ignore[assignment, method-assign]
    parsed.read_string(unit.read_text("utf-8"))
    if unit.suffix == ".timer":
        assert (DOCS / "systemd" / f"{unit.stem}.service").exists()
        assert parsed["Timer"]["OnCalendar"]
    else:
        words = re.findall(r"-m masterplan (\w+)|streamlit run (\S+)", unit.read_text("utf-8"))
        for command, script in words:
            assert script == "app.py" or (ROOT / "masterplan" / "commands" / f"{command}.py").exists()
        assert parsed["Service"]["User"] == "masterplan"
    if verifier := shutil.which("systemd-analyze"):
        copy = tmp_path / unit.name.replace("@", "@8501")
        copy.write_text(unit.read_text("utf-8").replace("/opt/masterplan", str(ROOT)), "utf-8")
        done = subprocess.run([verifier, "verify", str(copy)], capture_output=True, text=True)
        complaints = [line for line in done.stderr.splitlines() if unit.stem.split("@")[0] in line]
        assert not [line for line in complaints if re.search("Unknown|Failed to parse|Invalid|not executable", line)]


def test_dockerfile_copies_what_the_app_needs() -> None:
    copied = re.findall(r"^COPY (?:--\S+ )?(.+) \S+$", (DOCS / "Dockerfile").read_text("utf-8"), re.M)
    names = {name for line in copied for name in line.split()}
    assert {"app.py", "masterplan", "importers", "data", ".streamlit", "requirements.txt", "constraints.txt"} == names
    assert all((ROOT / name).exists() for name in names)
