from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from masterplan.domain.plan import Kind
from masterplan.domain.reporting.entries import confirmed, demands, read_entries, typed

ON = date(2021, 6, 30)
PLAN: dict[str, Any] = {
    "status": "in_progress", "progress": 0.4, "due_on": "2021-12-31", "forecast_on": "2022-03-31",
    "forecast_text": "I. Quartal 2022", "reported_light": "yellow", "remark": "Vergabe läuft", "title": "Akte",
}  # fmt: skip


def _read(
    kind: Kind = Kind.MILESTONE, plan: Mapping[str, Any] = PLAN, **texts: str
) -> tuple[dict[str, Any], list[str]]:
    entries = read_entries(kind, texts, plan, ON)
    return dict(entries.values), [f"{one.field}: {one.message}" for one in entries.problems]


def test_a_form_sent_as_it_was_drawn_says_nothing() -> None:
    names = ("status", "progress", "forecast_on", "achieved_on", "reported_light", "evidence", "reason", "remark")
    drawn = {name: typed(Kind.MILESTONE, name, PLAN) for name in names}
    assert not read_entries(Kind.MILESTONE, drawn, PLAN, ON).values
    odd = {**PLAN, "forecast_on": None, "forecast_text": "bald"}
    assert _read(plan=odd, forecast_on="bald", remark="neu") == ({"remark": "neu"}, [])


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("progress", "60", 0.6), ("progress", "60 %", 0.6), ("progress", "62,5 %", 0.625), ("progress", "", None),
        ("status", "completed", "completed"), ("reported_light", "red", "red"), ("remark", " neu ", "neu"),
        ("achieved_on", "15.6.2021", "2021-06-15"), ("reason", "Personal fehlt", "Personal fehlt"),
    ],
)  # fmt: skip
def test_an_entry_is_read_as_the_form_shows_it(name: str, text: str, value: object) -> None:
    entries = read_entries(Kind.MILESTONE, {name: text}, PLAN, ON)
    assert (dict(entries.values), entries.problems) == ({name: value}, ())


def test_a_date_in_words_keeps_its_words() -> None:
    values, problems = _read(forecast_on="III. Quartal 2022")
    assert (values, problems) == ({"forecast_on": "2022-09-30", "forecast_text": "III. Quartal 2022"}, [])
    entries = read_entries(Kind.MEASURE, {"forecast_on": "III. Quartal 2022"}, {}, ON)
    assert dict(entries.values) == {"forecast_on": "2022-09-30"}
    assert dict(entries.wordings) == {"forecast_on": "III. Quartal 2022"}


def test_an_amount_is_read_in_german() -> None:
    assert _read(Kind.MEASURE, {}, budget_spent="1.234,50 €") == ({"budget_spent": 1234.5}, [])
    assert _read(Kind.MEASURE, {}, budget_spent="1.2345")[1][0].startswith("budget_spent: Der Wert „1.2345“")


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ({"progress": "130 %"}, "progress: Der Umsetzungsgrad „130 %“ ist kein Anteil zwischen 0 und 100 %."),
        ({"progress": "1"}, "progress: Der Umsetzungsgrad „1“ ist nicht eindeutig als Anteil lesbar. Erwartet wird"),
        ({"forecast_on": "bald"}, "forecast_on: Die Prognose „bald“ ist nicht lesbar. Erwartet wird z. B."),
        ({"forecast_on": "31.06.2022"}, "forecast_on: Die Prognose „31.06.2022“ ist nicht als Tag lesbar:"),
        ({"status": "fertig"}, "status: Bei „Status“ gibt es „fertig“ nicht zur Auswahl."),
        ({"status": "completed", "achieved_on": "1.7.2021"},
         "achieved_on: Als abgeschlossen am 01.07.2021 gemeldet, der Stand ist aber der 30.06.2021."),
        ({"status": "delayed"}, "reason: Zum Status „verzögert“ gehört eine Begründung."),
        ({"status": "dropped"}, "reason: Zum Status „entfallen“ gehört eine Begründung."),
        ({"remark": "x" * 4001}, "remark: Der Text bei „Bemerkung“ ist zu lang: höchstens 4000 Zeichen, es sind 4001."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_its_field(texts: dict[str, str], problem: str) -> None:
    found = read_entries(Kind.MILESTONE, texts, PLAN, ON).problems
    assert [one for one in found if f"{one.field}: {one.message}".startswith(problem)]


@pytest.mark.parametrize(
    ("plan", "asks"),
    [
        ({"status": "in_progress", "due_on": "2021-06-29"}, True),
        ({"status": "in_progress", "due_on": "2021-06-30"}, False),
        ({"status": "in_progress", "due_on": "2021-06-29", "reason": "Vergabe"}, False),
        ({"status": None, "due_on": "2021-06-29"}, True),
        ({"status": "completed", "due_on": "2021-06-29"}, False),
        ({"status": "permanent", "due_on": "2021-06-29"}, False),
        ({"status": "suspended", "due_on": "2021-06-29"}, True),
    ],
)
def test_a_reason_is_asked_for_where_something_is_not_done(plan: dict[str, Any], asks: bool) -> None:
    assert bool(demands({}, plan, ON)) == asks


def test_only_what_an_entry_touches_is_demanded() -> None:
    late = {**PLAN, "due_on": "2020-12-31"}
    assert _read(plan=late, remark="Neues") == ({"remark": "Neues"}, [])
    assert _read(plan=late, status="delayed", reason="Vergabe")[1] == []


def test_a_field_that_reports_do_not_change_is_refused() -> None:
    with pytest.raises(KeyError, match="due_on"):
        _read(due_on="2030")


def test_a_confirmation_states_all_but_the_comment_again() -> None:
    assert confirmed(Kind.MILESTONE, PLAN).keys() == {
        "status", "progress", "forecast_on", "forecast_text", "reported_light",
    }  # fmt: skip
