"""The example editions, loaded: the figures are those of a plain count, and the warnings those that were announced."""

import json
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from masterplan.__main__ import main
from tests import plain_count

DEMO = Path(__file__).parents[1] / "data" / "demo"
EDITION = {"2019-03-19": "2019-03", "2019-12-20": "2019-12", "2020-12-31": "2020-12", "2021-12-31": "2021-12"}
SHARE = ("value", "numerator", "denominator", "lower", "upper", "coverage")
Figures = dict[str, float | int | None]


@pytest.fixture(scope="module")
def files() -> list[plain_count.File]:
    return plain_count.read_files(DEMO)


@pytest.fixture
def figures(example_url: str, capsys: pytest.CaptureFixture[str]) -> Callable[[str], Figures]:
    """What ``figures --json`` answers at a Stichtag, in the names of the plain count."""

    def ask(stichtag: str) -> Figures:
        capsys.readouterr()
        assert main(["figures", "--database", example_url, "--stichtag", stichtag, "--json"]) == 0
        found: Figures = {}
        for figure in json.loads(capsys.readouterr().out)["figures"]:
            if figure["unit"] == "share":
                found |= {f"{figure['id']}/{figure['rule']}/{name}": figure[name] for name in SHARE}
            else:
                found["/".join(word for word in (figure["id"], figure["group"]) if word)] = figure["value"]
        return found

    return ask


@pytest.mark.parametrize(
    "stichtag",
    [
        "2019-01-01",  # before the first edition: an empty plan
        "2019-03-19",
        "2019-09-30",
        "2019-12-19",  # the last day of the old names
        "2019-12-20",
        "2020-06-30",
        "2020-12-31",  # with the plans that came late
        "2021-06-30",
        "2021-12-31",
        "2022-09-30",  # long after the last one
    ],
)
def test_figures_equal_a_plain_count_of_the_workbooks(
    figures: Callable[[str], Figures], files: list[plain_count.File], stichtag: str
) -> None:
    assert figures(stichtag) == plain_count.count(files, date.fromisoformat(stichtag))


def test_loading_gives_the_warnings_that_the_readme_announces(example_path: Path) -> None:
    with closing(sqlite3.connect(example_path)) as database:
        deliveries = database.execute("select file, stand, problems from delivery").fetchall()
    problems = [(located(file, stand), problem) for file, stand, found in deliveries for problem in json.loads(found)]
    assert {problem["severity"] for _, problem in problems} == {"warning"}
    assert {(path, problem["code"]) for path, problem in problems} == announced()


def located(file: str, stand: str) -> str:
    """Where a delivered file lies; late files lie in the edition they came with."""
    return f"{'2021-12' if 'Nachlieferung' in file else EDITION[stand]}/{file}"


def announced() -> set[tuple[str, str]]:
    """The table of the README: each file it speaks of, with the code."""
    lines = re.findall(r"^\| `(\S+)` \| `([a-z-]+)` \|", (DEMO / "README.md").read_text("utf-8"), re.MULTILINE)
    return {(str(path.relative_to(DEMO)), code) for pattern, code in lines for path in DEMO.glob(pattern)}


def test_the_plain_count_imports_nothing_of_the_program() -> None:
    text = Path(plain_count.__file__).read_text("utf-8")
    assert not re.search(r"^(from|import) (masterplan|importers)", text, re.MULTILINE)
