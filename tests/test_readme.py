"""What README.md promises is what the CI script does and what the repository holds."""

import re
from pathlib import Path

import pytest

from masterplan.pages.shell import PAGES
from tests.pictures import SHOWN

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^```sh\n(.*?)^```", README, re.M | re.S)


def test_first_screen_holds_one_command_to_run_and_one_to_test() -> None:
    first_screen = "\n".join(README.splitlines()[:40])
    for command in COMMANDS[:2]:
        assert command in first_screen
        assert command.count("\n") == 1, "one line that can be pasted"
    assert COMMANDS[0].endswith("streamlit run app.py\n")
    assert COMMANDS[1].endswith("-m pytest\n")


@pytest.mark.parametrize("command", COMMANDS[:2], ids=["run", "test"])
def test_ci_does_what_the_readme_says(command: str) -> None:
    assert f"\n  {command}" in CI


def test_links_and_paths_of_the_readmes_lead_somewhere() -> None:
    for readme in [path for folder in ("", "masterplan", "importers", "data", "benchmarks")
                   for path in (ROOT / folder).glob("README.md" if not folder else "**/README.md")]:  # fmt: skip
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", readme.read_text(encoding="utf-8")):
            assert (readme.parent / target).exists(), f"{readme.relative_to(ROOT)}: {target}"


def test_every_page_has_its_picture_and_the_readme_shows_it() -> None:
    assert set(SHOWN) == {*PAGES, "anmelden"}
    assert set(re.findall(r"!\[.+?\]\(masterplan/pages/pictures/([\w-]+)\.png\)", README)) == set(SHOWN)


def test_map_of_folders_names_what_is_there() -> None:
    for name in [*re.findall(r"^\| `([\w./]+)` \|", README, re.M), *re.findall(r"`(tests/[\w./]+)`", README)]:
        assert (ROOT / name).exists(), name
