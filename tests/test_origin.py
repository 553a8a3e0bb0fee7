"""The example plan: every figure leads to its cells, differences add up, and a new cut of Ressorts moves no total."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd
import pytest

from masterplan.__main__ import main
from masterplan.domain import figure_origins
from masterplan.domain.comparing.attribution import attributions, exact
from masterplan.domain.comparing.between import Step
from masterplan.domain.counting import RULES
from masterplan.domain.figure_origins import DECIDING, GROUPING
from masterplan.domain.plan import Kind
from masterplan.domain.progress import DIMENSIONS, IDS, NO_GROUP, figures
from masterplan.domain.view import PlanView, build
from masterplan.store import courses, reading
from masterplan.store.engine import Database
from tests.builders import totals_under
from tests.example import EDITIONS, NOW

SPLITS = [None, *DIMENSIONS]


@pytest.fixture
def origin(example_url: str, capsys: pytest.CaptureFixture[str]) -> Callable[..., Any]:
    """What ``origin --json`` answers."""

    def ask(*arguments: str) -> Any:
        capsys.readouterr()
        assert main(["origin", "--database", example_url, "--json", *arguments]) == 0
        return json.loads(capsys.readouterr().out)

    return ask


@pytest.mark.parametrize(("stichtag", "splits"), [*((day, [None]) for day in EDITIONS[:-1]), (EDITIONS[-1], SPLITS)])
def test_every_figure_leads_to_its_cells(
    example_database: Database, example_view_at: Callable[[date], PlanView], stichtag: date, splits: list[str | None]
) -> None:
    view = example_view_at(stichtag)
    folded = courses.items_with_origins(example_database, Kind, stichtag, NOW)
    told = {by: figures(view, by=by) for by in splits}
    rests = {by: figure_origins.rests_on(view, told[by], by) for by in splits}
    needed = set().union(*(figure_origins.needed_statements(rest, folded) for rest in rests.values()))
    entries = courses.entries(example_database, needed, NOW)
    for by, rest in rests.items():
        answer: Any = figure_origins.answer(rest, folded, entries)
        for item in answer["items"].values():
            assert_leads_to_a_row(item)
        for figure, basis in zip(told[by], rest.bases, strict=True):
            assert (basis.counted, basis.unknown) == (figure.keys, figure.unknown_keys)
            for key in basis.counted:
                parts = [answer["items"][part] for part in answer["items"][key]["rests_on"]]
                assert any(has_cell(item, figure.id) for item in (answer["items"][key], *parts)), (figure.id, key)
            if by and figure.group != NO_GROUP:
                assert all(has_source_of_its_group(answer["items"][key], by) for key in basis.keys), figure


def has_source_of_its_group(item: Any, by: str) -> bool:
    """Whether the file is known that says to which group an item belongs (a Ressort often stands in its title only).

    Services and their LeiKa services have it from each other.
    """
    own = [item["fields"][name] for name in GROUPING[by] if name in item["fields"]]
    return bool(item["rests_on"]) or not own or any(field and field["file"] for field in own)


def has_cell(item: Any, figure: str) -> bool:
    """Whether one of the fields that decided stands in a cell; a report is fresh or stale by its whole row."""
    names = [*DECIDING[figure], *figure_origins.PARTS.get(Kind(item["kind"]), ())]
    fields = [item["fields"].get(name) for name in names]
    return any(field and (field["cell"] or figure == "reports.stale") for field in fields)


def test_every_figure_has_deciding_fields_and_is_in_the_walk(example_view: PlanView) -> None:
    told = figures(example_view)
    assert {figure.id for figure in told} == set(DECIDING) == IDS
    assert {figure.rule for figure in told if figure.rule} == set(RULES)
    split = {figure.id for by in DIMENSIONS for figure in figures(example_view, by=by)}
    assert IDS - split == {"goals.total", "goals.reached", "lights.reported", "lights.computed"}


@pytest.mark.parametrize("name", sorted(DECIDING))
def test_a_figure_rests_on_nothing_but_its_deciding_fields(example_view: PlanView, name: str) -> None:
    """Every other column is emptied; what is counted stays the same."""
    kept = {*DECIDING[name], *(COVERAGE if name == "services.online" else ())}
    tables: dict[str, Any] = {place: emptied(example_view.table(kind), kept) for kind, place in TABLES.items()}
    bare = replace(example_view, **tables)
    counted, told = (figures(view, None, None, [name]) for view in (bare, example_view))
    assert [(one.rule, one.group, one.value, one.keys, one.unknown_keys) for one in counted] == [
        (one.rule, one.group, one.value, one.keys, one.unknown_keys) for one in told
    ]


COVERAGE = {"ozg_id", "leika_key", "ars", "reach", "online"}
TABLES = {
    Kind.GOAL: "goals", Kind.MILESTONE: "milestones", Kind.MEASURE: "measures", Kind.SERVICE: "services",
    Kind.LEIKA_SERVICE: "leika_services", Kind.COVERAGE: "coverage",
}  # fmt: skip


def emptied(items: pd.DataFrame, kept: set[str]) -> pd.DataFrame:
    """The table with nothing in any other column."""
    nothing = {name: items[name].iloc[:0].reindex(items.index) for name in items.columns if name not in kept}
    return items.assign(**nothing)


def assert_leads_to_a_row(item: Any) -> None:
    for name, field in item["fields"].items():
        if field is not None:
            assert field["file"], (name, item)
            assert field["sheet"], (name, item)
            assert field["row"] or field["cell"], (name, item)
            assert field["by"] == "Beispiel"
            assert field["recorded_at"]
    assert item["fields"]["in_force"]["value"] is True


def test_services_online_lead_to_the_cells_of_reifegrad_and_coverage(origin: Callable[..., Any]) -> None:
    answer = origin("services.online", "--rule", "bund-2020")
    assert (answer["stichtag"], answer["revision"]) == ("2021-12-31", 14)
    [figure] = answer["figures"]
    items = answer["items"]
    assert figure["numerator"] == len(figure["counted"]) > 100
    reaches = 0
    for key in figure["counted"]:
        rests_on = [items[part] for part in items[key]["rests_on"]]
        rated = [items[key], *(part for part in rests_on if part["kind"] == "leika_service")]
        grades = [one["fields"]["maturity"] for one in rated if one["fields"]["maturity"]]
        assert any(grade["value"] is not None and grade["value"] >= 2 and grade["cell"] for grade in grades), key
        online = [part["fields"]["online"] for part in rests_on if part["kind"] == "coverage"]
        reaches += any(one and one["value"] and one["cell"] for one in online)
    assert reaches > 10


@pytest.mark.usefixtures("own_heap")
def test_origin_is_answered_quickly_and_in_words(example_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["origin", "measures.overdue", "--database", example_url])  # what is loaded once is loaded now
    capsys.readouterr()
    started = time.thread_time()
    assert main(["origin", "services.online", "--database", example_url]) == 0
    assert time.thread_time() - started < 1.5
    lines = capsys.readouterr().out
    assert "Reifegrad: 3" in lines
    assert "Beispiel_Flaechendeckung_2021-12-31.csv" in lines


def test_late_plan_of_a_ministry_is_told_as_late_reports(example_database: Database) -> None:
    before = datetime(2021, 2, 1, tzinfo=UTC)
    one = courses.between(example_database, (EDITIONS[2], before), (EDITIONS[3], NOW))
    found = attributions(one)
    achieved = found["milestones.achieved", None, None]
    assert {part.step: part.value for part in achieved.parts if part.value} == {Step.LATE: 3, Step.PROGRESS: 8}
    assert {part.step for part in found["measures.total", None, None].parts if part.value} == {Step.SCOPE}
    for each in found.values():
        if each.difference is not None:
            assert each.difference == (exact(each.second) or 0) - (exact(each.first) or 0)


@pytest.mark.parametrize("kind", [Kind.MILESTONE, Kind.MEASURE, Kind.SERVICE])
@pytest.mark.parametrize("stichtag", EDITIONS)
def test_totals_agree_under_the_old_and_the_new_cut_of_ressorts(
    example_database: Database, kind: Kind, stichtag: date
) -> None:
    at_cut = reading.cut(example_database, stichtag, NOW)
    old, new = (totals_under(at_cut, kind, day) for day in (EDITIONS[0], EDITIONS[3]))
    assert sum(old.values()) == sum(new.values()) == len(build(at_cut).table(kind))
    renamed = {"SMUL": "SMEKUL", "SMJus": "SMJusDEG"}
    if stichtag == EDITIONS[0]:
        assert {renamed.get(key or "", key): amount for key, amount in old.items()} == new
