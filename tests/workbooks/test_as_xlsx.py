"""The workbook that a Ressort gets: what stands in it, what may be changed, and that it is always the same."""

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook

from importers.source import CONFIRMED, KEY, heading_key
from importers.sources import SOURCES
from masterplan.__main__ import main
from masterplan.actions.hand_out_workbook import NoSuchMinistry, hand_out_workbook
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.domain.plan import FIELDS, Kind
from masterplan.domain.reporting.entries import REPORTABLE
from masterplan.store.engine import Database, open_database
from masterplan.store.tables import audit, workbook_export
from masterplan.workbooks.content import CONFIRM_HEADING, HEAD_LINE, KINDS_OF, heading
from tests.builders import CHANCELLERY
from tests.files import plan
from tests.workbooks.filled_in import NOW, PLAN, STICHTAG, bring_in, column_of, hand_out, with_a_plan


@pytest.fixture
def database(sqlite_url: str) -> Database:
    opened = open_database(sqlite_url)
    with_a_plan(opened)
    return opened


@pytest.fixture
def book(database: Database) -> Workbook:
    return load_workbook(BytesIO(hand_out(database)))


@pytest.mark.parametrize("kind", KINDS_OF.values())
def test_importer_knows_every_heading_as_its_field(kind: Kind) -> None:
    source = next(source for source in SOURCES if source.kind == kind)
    for name in (*REPORTABLE[kind], "number", "title", "goals"):
        assert source.sure[heading_key(heading(kind, name))].field == name
    assert source.sure[heading_key(CONFIRM_HEADING)].field == CONFIRMED
    assert KEY not in FIELDS[kind]


def test_sheets_are_the_guide_and_the_parts_that_a_ressort_reports_on(book: Workbook) -> None:
    assert [(sheet.title, sheet.sheet_state) for sheet in book] == [
        ("Anleitung", "visible"), ("Umsetzungsplanung", "visible"), ("Maßnahmenkatalog", "visible"),
        ("_Listen", "veryHidden"), ("_Masterplan", "veryHidden"),
    ]  # fmt: skip


def test_only_what_a_ressort_reports_can_be_changed(book: Workbook) -> None:
    page = book[PLAN]
    assert page.protection.sheet
    opened = {cell.value for cell in page[HEAD_LINE] if not page.cell(HEAD_LINE + 1, cell.column).protection.locked}
    assert opened == {heading(Kind.MILESTONE, name) for name in REPORTABLE[Kind.MILESTONE]} | {CONFIRM_HEADING}
    assert page.column_dimensions["A"].hidden
    assert not page.cell(HEAD_LINE + 6, column_of(page, "title")).protection.locked  # a new entry


def test_status_is_chosen_from_a_list_and_coloured_with_its_word(book: Workbook) -> None:
    page = book[PLAN]
    letter = page.cell(HEAD_LINE, column_of(page, "status")).column_letter
    rule = next(rule for rule in page.data_validations.dataValidation if f"{letter}{HEAD_LINE + 1}" in rule.sqref)
    words = book["_Listen"][rule.formula1.split("!")[1].replace("$", "")]
    assert "verzögert" in {row[0].value for row in words}
    assert rule.prompt
    formulas = [one.formula for rules in page.conditional_formatting for one in rules.rules]
    assert ['"verzögert"'] in formulas


def test_words_of_a_date_are_kept(book: Workbook) -> None:
    page = book[PLAN]
    due = [page.cell(HEAD_LINE + line, column_of(page, "due_on")).value for line in (1, 2, 3)]
    assert (str(due[0])[:10], due[1:]) == ("2021-12-31", ["IV. Quartal 2022", "bald"])


def test_same_plan_gives_the_same_bytes_and_is_noted_once_but_every_hand_out_is_audited(database: Database) -> None:
    assert hand_out(database) == hand_out(database)
    with database.reading() as connection:
        assert len(connection.execute(workbook_export.select()).all()) == 1
        noted = connection.execute(audit.select()).all()
    assert [one.subject for one in noted if one.act == "export"] == ["SMI", "SMI"]


def test_text_never_becomes_a_formula_and_comes_back_as_it_was(database: Database) -> None:
    title = '=HYPERLINK("http://example.org")'
    bring_in(database, plan("SMK", "2020-12-31", ("1", f"'{title}", "Z1", "2022", "geplant")))
    page = load_workbook(BytesIO(hand_out(database, "SMK")))[PLAN]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    assert [cell.data_type for cell in cells if cell.data_type == "f"] == []


def test_ressort_gets_its_own_workbook_only(database: Database) -> None:
    interior = Actor("Koordination", Role.MINISTRY, "SMI")
    assert hand_out_workbook(database, ministry="SMI", stichtag=STICHTAG, by=interior, at=NOW)
    with pytest.raises(NotAllowed):
        hand_out_workbook(database, ministry="SMK", stichtag=STICHTAG, by=interior, at=NOW)
    with pytest.raises(NotAllowed):
        hand_out_workbook(database, ministry="SMI", stichtag=STICHTAG, by=Actor("L", Role.CABINET), at=NOW)
    with pytest.raises(NoSuchMinistry):
        hand_out_workbook(database, ministry="SMX", stichtag=STICHTAG, by=CHANCELLERY, at=NOW)


def test_command_writes_the_workbook_or_says_why_not(
    database: Database, sqlite_url: str, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    out = f"{tmp_path}/mappe.xlsx"
    arguments = ["workbook", "--database", sqlite_url, "--stichtag", "2020-12-31", "--out", out]
    assert main([*arguments, "--ministry", "SMI", "--part", "implementation-plan"]) == 0
    assert [sheet.title for sheet in load_workbook(out)][1:2] == ["Umsetzungsplanung"]
    assert main([*arguments, "--ministry", "SMX"]) == 1
    assert "Bekannt sind: SK" in capsys.readouterr().err
    assert main([*arguments[:-1], f"{tmp_path}/fehlt/mappe.xlsx", "--ministry", "SMI"]) == 1
