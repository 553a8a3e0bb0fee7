from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from masterplan.domain.as_of import Folded, Origin
from masterplan.domain.item.record import Nature, Record, events, facts, found_at, never_stated
from masterplan.domain.origins import Entry
from masterplan.domain.plan import Kind

FIRST, SECOND = date(2020, 6, 30), date(2020, 12, 31)


def _entry(number: int, on: date, **fields: object) -> Entry:
    return Entry(
        statement=number, revision=number, recorded_at=datetime(2021, 1, 1, tzinfo=UTC) + timedelta(days=number),
        by="Beispiel", act="file", effective_on=on, released=True, fields=fields, wordings={"due_on": "Ende 2021"},
        file="Plan.xlsx", sha256="0" * 64, sheet="Maßnahmen", row=17, places={"due_on": "D", "status": "E4"},
    )  # fmt: skip


def _edit(number: int, on: date, **fields: object) -> Entry:
    return Entry(number, number, datetime(2021, 7, 5, 10, tzinfo=UTC), "Frau Muster", "edit", on, True, fields)


@pytest.mark.parametrize(
    ("entries", "natures"),
    [
        ([_entry(1, FIRST, status="planned")], [Nature.FIRST]),
        (
            [_entry(1, FIRST, status="planned"), _entry(2, SECOND, status="delayed")],
            [Nature.FIRST, Nature.CHANGED],
        ),
        (
            [_entry(1, FIRST, status="planned"), _entry(2, SECOND, status="planned")],
            [Nature.FIRST, Nature.CONFIRMED],
        ),
        (
            [_entry(1, FIRST, status="planned"), _entry(2, FIRST, status="delayed")],
            [Nature.FIRST, Nature.CORRECTED],
        ),
        (
            [_entry(1, SECOND, status="planned"), _entry(2, FIRST, status="delayed")],
            [Nature.REPORTED_LATE, Nature.CHANGED],
        ),
        (
            [_entry(1, FIRST, status="planned"), _entry(2, FIRST, due_on="2021-12-31")],
            [Nature.FIRST, Nature.CHANGED],
        ),
    ],
)
def test_each_statement_says_in_what_way_it_adds_to_the_history(entries: list[Entry], natures: list[Nature]) -> None:
    assert [event.nature for event in events(entries, Kind.MEASURE)] == natures


def test_a_change_says_before_after_and_cell_in_the_order_of_the_fields() -> None:
    history = [
        _entry(1, FIRST, title="Portal", status="planned", due_on="2020-12-31"),
        _entry(2, SECOND, status="delayed", due_on="2021-12-31", title="Portal"),
    ]
    changes = events(history, Kind.MEASURE)[1].changes
    assert [(one.field, one.before, one.after, one.cell) for one in changes] == [
        ("due_on", "2020-12-31", "2021-12-31", "D17"),
        ("status", "planned", "delayed", "E4"),
    ]


def test_a_withdrawal_is_a_change_and_being_listed_is_none() -> None:
    history = [_entry(1, FIRST, in_force=True, title="Portal"), _entry(2, SECOND, in_force=False)]
    told = [[(one.field, one.before, one.after) for one in event.changes] for event in events(history, Kind.MEASURE)]
    assert told == [[("title", None, "Portal")], [("in_force", True, False)]]


def _record() -> Record:
    entry = _entry(1, FIRST, title="Portal", due_on="2021-12-31", due_text="Ende 2021")
    origin = Origin(1, FIRST)
    fields: dict[str, object] = {
        "title": "Portal", "due_on": "2021-12-31", "due_text": "Ende 2021", "baseline_on": "2021-12-31",
        "in_force": True, "first_on": "2020-06-30",
    }  # fmt: skip
    return Record("measure/1", Kind.MEASURE, Folded(fields, dict.fromkeys(fields, origin)), (entry,), ())


def test_facts_stand_in_order_with_their_words_and_the_words_of_a_date_do_not_repeat() -> None:
    found = facts(_record())
    assert [fact.field for fact in found] == ["title", "due_on", "baseline_on", "first_on"]
    assert [fact.wording for fact in found] == [None, "Ende 2021", "Ende 2021", None]
    assert [found_at(fact.entry, fact.name) for fact in found] == [
        "Plan.xlsx, Maßnahmen, Zeile 17", "Plan.xlsx, Maßnahmen!D17", "Plan.xlsx, Maßnahmen!D17",
        "Plan.xlsx, Maßnahmen, Zeile 17",
    ]  # fmt: skip


def test_what_was_never_stated_is_named_without_the_words_of_dates() -> None:
    silent = never_stated(_record())
    assert "status" in silent
    assert not {"title", "due_on", "due_text", "forecast_text"} & set(silent)


def test_an_edit_leads_to_who_entered_it_when() -> None:
    assert found_at(_edit(3, SECOND, status="delayed"), "status") == "eingegeben von Frau Muster, 05.07.2021, 12:00 Uhr"
    assert found_at(None, "status") == ""


def test_an_item_that_was_never_stated_has_no_facts() -> None:
    nothing = Record("measure/1", Kind.MEASURE, None, (), ())
    assert (facts(nothing), never_stated(nothing), nothing.in_force) == ([], [], False)


def test_corrections_of_released_values_are_numbered_by_the_log() -> None:
    first, other = (replace(_edit(at, SECOND, status="delayed", remark=str(at)), act="correction") for at in (2, 3))
    history = [_entry(1, SECOND, status="planned"), first, other]
    assert [event.words for event in events(history, Kind.MEASURE)] == [
        "erstmals gemeldet", "berichtigt (Nr. 1)", "berichtigt (Nr. 2)",
    ]  # fmt: skip
