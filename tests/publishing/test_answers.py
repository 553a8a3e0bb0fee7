"""A Kleine Anfrage is answered with the cell of each value, and the same question finds its earlier answer."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from importers.pipeline import Options, import_files
from masterplan.actions.issue import ANSWER, Issued, NotIssued, issued_documents
from masterplan.briefings.content import Briefing, Bullets, Section, Table
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.domain.cabinet.inquiry import Inquiry
from masterplan.domain.filters import Filters
from masterplan.domain.plan import Kind
from masterplan.publishing import answers, apart, formats
from masterplan.store.engine import Database
from tests.conftest import Fill
from tests.files import measures, plan

STAFF = Actor("Staatskanzlei", Role.CHANCELLERY)
FIRST, SECOND = date(2020, 12, 31), date(2021, 12, 31)
NOW = datetime(2022, 6, 1, tzinfo=UTC)
RULE = "bund-2020"
OF_SMI = Inquiry(Kind.MEASURE, RULE, Filters(ministries=("SMI",)))


@pytest.fixture(autouse=True)
def _plainly_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "rendered", lambda content, names: dict.fromkeys(names, b"file"))


def _reported(opened: Database) -> None:
    """Three measures, one of which is completed and one new at the second day."""
    first = [(1, "Portal", "SMI", "in Umsetzung", "Ende 2021", None), (2, "Netz", "SMF", "geplant", "2022", None)]
    second = [(1, "Portal", "SMI", "abgeschlossen", "Ende 2021", None), (2, "Netz", "SMF", "geplant", "2022", None),
              (3, "Register", "SMI", "geplant", "30.06.2021", None)]  # fmt: skip
    for on, rows in ((FIRST, first), (SECOND, second)):
        files = [measures(f"{on}", *rows), plan("SMI", f"{on}", (1, "Akte", "Z1", "2021", "geplant"))]
        at = datetime(on.year + 1, 1, 15, tzinfo=UTC)
        assert import_files(opened, files, Options(), by=STAFF, at=at).applied


@pytest.fixture
def database(filled: Callable[[Fill], Database]) -> Database:
    """A plan that was reported twice."""
    return filled(_reported)


def _prepared(database: Database, stichtag: date, inquiry: Inquiry = OF_SMI, at: datetime = NOW) -> answers.Prepared:
    return answers.prepare(database, inquiry, stichtag, at, by=STAFF, reference="7/1234", software="1.0")


def _archived(database: Database, stichtag: date, form_key: str = "a") -> Issued:
    return answers.archive(database, _prepared(database, stichtag), by=STAFF, at=NOW, form_key=form_key)


def _section(content: Briefing, name: str) -> Section:
    return next(section for section in content.sections if section.id == name)


def _table(content: Briefing, name: str) -> list[list[str]]:
    found = next(block for block in _section(content, name).blocks if isinstance(block, Table))
    return [[cell.text for cell in row] for row in found.rows]


def test_an_answer_lists_what_is_asked_for_and_the_cell_of_each_value(database: Database) -> None:
    content = _prepared(database, FIRST).content
    assert [row[:4] for row in _table(content, "result")] == [["1", "Portal", "SMI", "in Umsetzung"]]
    assert _section(content, "result").message == "Am 31.12.2020 trifft die Frage auf 1 Maßnahme zu."
    places = {row[1]: row[2:] for row in _table(content, "places")}
    assert places["Plantermin"] == [
        "31.12.2021", "Ende 2021", "Maßnahmen_2020-12-31.xlsx, Tabelle!E4, Stand 31.12.2020"
    ]  # fmt: skip
    assert {one.id: one.text for one in content.figures()}["measures.total"] == "1"
    known = {one.id for one in content.evidence} | {one.id for one in content.origins}
    cells = [cell for section in content.sections for block in section.blocks if isinstance(block, Table)
             for row in block.rows for cell in row]  # fmt: skip
    assert all(cell.origin in known for cell in cells if cell.value is not None or cell.origin)
    assert "responsible" not in "".join(one.id for one in content.evidence)


def test_the_same_question_finds_its_earlier_answer_and_explains_what_differs(database: Database) -> None:
    issued = _archived(database, FIRST)
    assert (issued.number, issued.reference, set(issued.files)) == (1, "7/1234", {"docx", "xlsx"})
    assert issued.question == OF_SMI.canonical()
    later = _prepared(database, SECOND)
    assert later.earlier == (issued,)
    told = {row[0]: row[1:] for row in _table(later.content, "earlier")}
    assert told["Maßnahmen"] == ["1", "±0", "±0", "+1", "±0", "2"]
    assert told["Abgeschlossene Maßnahmen"] == ["0", "±0", "±0", "±0", "+1", "1"]
    words = [bullet.text for block in _section(later.content, "earlier").blocks
             if not isinstance(block, Table) for bullet in getattr(block, "items", ())]  # fmt: skip
    assert words == ["Maßnahme 3 Register"]
    other = Inquiry(Kind.MEASURE, RULE, Filters(ministries=("SMF",)))
    assert _prepared(database, SECOND, other).earlier == ()


def test_a_server_has_it_written_by_another_process_with_the_same_words(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _archived(database, FIRST)
    asked = [OF_SMI, Inquiry(Kind.MILESTONE, RULE, Filters(statuses=("planned",), words="AKTE"))]
    here = [_prepared(database, SECOND, one) for one in asked]
    monkeypatch.setattr(apart, "_serving", [True])
    assert [_prepared(database, SECOND, one) for one in asked] == here


def test_an_answer_to_an_unchanged_question_says_that_nothing_differs(database: Database) -> None:
    _archived(database, SECOND)
    again = _prepared(database, SECOND, at=NOW + timedelta(days=1))
    assert "die Kennzahlen sind dieselben" in _section(again.content, "earlier").message


def test_an_answer_without_a_drucksache_or_a_right_is_not_archived(database: Database) -> None:
    prepared = _prepared(database, FIRST)
    nameless = answers.Prepared(prepared.inquiry, "Drs. siebzehn", prepared.content)
    with pytest.raises(NotIssued, match="Nummer der Drucksache"):
        answers.archive(database, nameless, by=STAFF, at=NOW, form_key="a")
    with pytest.raises(NotAllowed):
        answers.archive(database, prepared, by=Actor("Kabinett", Role.CABINET), at=NOW, form_key="a")
    assert issued_documents(database, ANSWER, by=STAFF) == []


@pytest.mark.parametrize("kind", [Kind.MILESTONE, Kind.SERVICE, Kind.GOAL])
def test_every_kind_can_be_asked_for_also_where_there_is_nothing(database: Database, kind: Kind) -> None:
    content = _prepared(database, SECOND, Inquiry(kind, RULE)).content
    assert [section.id for section in content.sections] == ["question", "result", "places"]


def _reached_but_open(opened: Database) -> None:
    headings = ("Nr.", "Maßnahme", "Federführung", "Status", "Termin", "Ist-Termin")
    file = measures("2021-12-31", (1, "Portal", "SMI", "in Umsetzung", "Ende 2021", "15.06.2021"), headings=headings)
    assert import_files(opened, [file], Options(), by=STAFF, at=NOW - timedelta(days=1)).applied


def test_what_has_an_actual_day_is_listed_as_it_is_counted(filled: Callable[[Fill], Database]) -> None:
    opened = filled(_reached_but_open)
    inquiry = Inquiry(Kind.MEASURE, RULE, Filters(statuses=("completed",), figure="lights.computed:green"))
    content = _prepared(opened, SECOND, inquiry).content
    assert [row[3] for row in _table(content, "result")] == ["abgeschlossen"]
    assert {one.id: one.text for one in content.figures()}["measures.completed"] == "1"
    asked = next(block for block in _section(content, "question").blocks if isinstance(block, Bullets))
    assert asked.items[-1].text == "Gezählt bei: Errechnete Ampel: grün"


@pytest.mark.parametrize(
    ("rule", "said"), [(RULE, "● ja"), ("strengste-leistung", "○ nein"), ("leika-einzeln", "1 von 4")]
)
def test_services_say_whether_they_are_online_and_on_what_that_rests(
    example_database: Database, rule: str, said: str
) -> None:
    inquiry = Inquiry(Kind.SERVICE, rule, Filters(words="Wohngeld"))
    content = answers.prepare(
        example_database, inquiry, date(2021, 12, 31), NOW, by=STAFF, reference="7/1", software="1.0"
    ).content
    assert {row[1]: row[-1] for row in _table(content, "result")} == {"Wohngeld": said}
    assert any("Reifegrad" in row[1] for row in _table(content, "places"))
    assert set(formats.MEDIA_TYPES) >= {"docx", "xlsx"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (Filters(ministries=("SMI", "SMF")), Filters(ministries=("SMF", "SMI")), True),
        (Filters(words="E-Akte  Portal"), Filters(words="e-akte portal"), True),
        (Filters(themes=("Umwelt",)), Filters(), True),  # Themenfelder do not act on measures
        (Filters(statuses=("planned",)), Filters(), False),
    ],
)
def test_two_questions_that_ask_the_same_are_one(one: Filters, other: Filters, same: bool) -> None:
    first, second = (Inquiry(Kind.MEASURE, rule, filters).canonical() for rule, filters in
                     ((RULE, one), ("leika-einzeln", other)))  # fmt: skip
    assert (first == second) is same
