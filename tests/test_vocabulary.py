import tomllib
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from masterplan import vocabulary as words
from masterplan.domain.plan import FIELDS, Kind, Level, Light, Part, Reach, Status
from masterplan.domain.progress import DIMENSIONS


def test_every_code_has_a_german_word() -> None:
    assert list(words.KINDS) == list(words.KINDS_PLURAL) == [str(kind) for kind in Kind]
    assert list(words.PARTS) == [str(part) for part in Part]
    assert list(words.STATUSES) == [str(status) for status in Status]
    assert list(words.LIGHTS) == list(words.LIGHT_SYMBOLS) == [str(light) for light in Light]
    assert list(words.LEVELS) == [str(level) for level in Level]
    assert list(words.REACHES) == [str(reach) for reach in Reach]
    assert list(words.DIMENSIONS) == list(DIMENSIONS)
    assert {name for fields in FIELDS.values() for name in fields} <= set(words.FIELDS)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1234.5, None, "1.234,5"), (1234567, None, "1.234.567"), (0.125, None, "0,13"), (2.0, None, "2"),
        (100, None, "100"), (1234.5, 2, "1.234,50"), (-0.5, 1, "-0,5"), (None, None, "–"),
        (float("nan"), None, "–"), (2.5, 0, "3"),
    ],
)  # fmt: skip
def test_numbers_are_written_as_in_germany(value: float | None, decimals: int | None, text: str) -> None:
    assert words.number(value, decimals) == text


def test_shares_days_and_times_are_written_as_in_germany() -> None:
    assert words.percent(0.31) == "31\u00a0%"
    assert words.percent(0.315, 1) == "31,5\u00a0%"
    assert words.percent(None) == "–"
    assert words.day(date(2022, 12, 31)) == "31.12.2022"
    assert words.day(None) == "–"
    assert words.long_day(date(2022, 3, 1)) == "1. März 2022"
    assert words.moment(datetime(2021, 7, 5, 12, tzinfo=UTC)) == "05.07.2021, 14:00 Uhr"


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("status", "in_progress", "in Umsetzung"), ("reported_light", "grey", "ohne Bewertung"),
        ("due_on", "2022-12-31", "31.12.2022"), ("progress", 0.75, "75\u00a0%"), ("goals", ["Z1", "Z2"], "Z1; Z2"),
        ("online", True, "ja"),
        ("title", None, "–"), ("budget_planned", 1234.5, "1.234,50\u00a0€"), ("maturity", 2.0, "2"),
        ("title", "Portal", "Portal"), ("status", "neu", "neu"),
    ],
)  # fmt: skip
def test_a_value_is_shown_in_words(field: str, value: object, text: str) -> None:
    assert words.shown(field, value) == text


def test_umlauts_sort_beside_their_letters() -> None:
    assert sorted(["Zoll", "Ämter", "Bau", "Amt"], key=words.german_order) == ["Amt", "Ämter", "Bau", "Zoll"]


def test_lists_and_counts_read_well() -> None:
    assert words.listed(["a", "b", "c"]) == "a, b und c"
    assert [words.counted(n, "Wegmarke", "Wegmarken") for n in (0, 1, 2)] == [
        "keine Wegmarken", "1 Wegmarke", "2 Wegmarken",
    ]  # fmt: skip


def test_the_version_that_briefings_print_is_that_of_the_package() -> None:
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == words.VERSION
