"""What must be understood of each workbook of the museum: no value silently wrong, none silently lost."""

import re
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from masterplan.domain.plan import Part
from tests.importers.museum import PLAN_TITLE, Exhibit, first, records, scopes, understood

HEAD = ["Nr.", "Wegmarke", "Zieltermin"]
PLAN = ("implementation-plan", "SMI", "2020-06-30")
MEASURES = ["Maßnahmenkatalog – Stand: 30.06.2020"]


def mark(
    number: str | None, title: str, due: str | None = None, words: str | None = None, **more: object
) -> dict[str, object]:
    """A Wegmarke of the SMI as it must be read."""
    told = {"number": number, "title": title, "due_on": due, "due_text": words, "ministry": "SMI", **more}
    return {name: value for name, value in told.items() if value is not None}


ARCHIVE = mark("1", "E-Akte einführen", "2022-12-31", "31.12.2022")
PORTAL = mark("2", "Portal öffnen", "2021-12-31", "Ende 2021")
TWO = [["1", "E-Akte einführen", "31.12.2022"], ["2", "Portal öffnen", "Ende 2021"]]


def _merge(*ranges: str) -> Callable[[openpyxl.Workbook], None]:
    def dress(workbook: openpyxl.Workbook) -> None:
        for cells in ranges:
            first(workbook).merge_cells(cells)

    return dress


def _hide_row(workbook: openpyxl.Workbook) -> None:
    first(workbook).row_dimensions[4].hidden = True


def _hide_column(workbook: openpyxl.Workbook) -> None:
    first(workbook).column_dimensions["C"].hidden = True


def _hide_sheet(workbook: openpyxl.Workbook) -> None:
    workbook.worksheets[1].sheet_state = "hidden"


def _strike_date(workbook: openpyxl.Workbook) -> None:
    first(workbook)["C4"].font = Font(strike=True)


def _strike_row(workbook: openpyxl.Workbook) -> None:
    for cell in first(workbook)[4]:
        cell.font = Font(strike=True)


def _old_and_new_date(workbook: openpyxl.Workbook) -> None:
    first(workbook)["C4"] = CellRichText(TextBlock(InlineFont(strike=True), "30.06.2020"), " 31.12.2020")


def _fill(workbook: openpyxl.Workbook) -> None:
    first(workbook)["D3"].fill = PatternFill("solid", fgColor="FFFF0000")
    first(workbook)["D4"].fill = PatternFill("solid", fgColor="FF00B050")


def _comment(workbook: openpyxl.Workbook) -> None:
    first(workbook)["C3"].comment = Comment("verschiebt sich auf 2023", "Referat 12")


def _percent(workbook: openpyxl.Workbook) -> None:
    for row in (3, 4):
        first(workbook)[f"D{row}"].number_format = "0%"


def _shown(*cells: str, number_format: str = "mmm yy") -> Callable[[openpyxl.Workbook], None]:
    def dress(workbook: openpyxl.Workbook) -> None:
        for cell in cells:
            first(workbook)[cell].number_format = number_format

    return dress


def _merged_month(workbook: openpyxl.Workbook) -> None:
    _merge("C3:C4")(workbook)
    _shown("C3")(workbook)


def _count_from_1904(workbook: openpyxl.Workbook) -> None:
    workbook.epoch = CALENDAR_MAC_1904


MUSEUM = [
    Exhibit("plain", {"Plan": [PLAN_TITLE, HEAD, *TWO]}, [ARCHIVE, PORTAL], scopes=[PLAN], cells={"due_on": "C4",
        "ministry": "A1"}),
    Exhibit(
        "columns moved, renamed and added",
        {"Plan": [PLAN_TITLE, ["Aktenzeichen", "Frist", "Bezeichnung der Wegmarke", "Lfd. Nr."], ["11-0500",
         "31.12.2022", "E-Akte einführen", "1"]]},
        [ARCHIVE], ["column-unknown"], cells={"due_on": "B3", "title": "C3", "number": "D3"},
    ),
    Exhibit(
        "line breaks, soft hyphens, capitals and footnote marks in the headings",
        {"Plan": [PLAN_TITLE, ["Nr.:", "WEG-\nMARKE¹", "Ziel\u00adtermin *"], *TWO]}, [ARCHIVE, PORTAL],
    ),
    Exhibit(
        "decomposed umlauts and non-breaking blanks",
        {"Plan": [PLAN_TITLE, ["Nr.", "Wegmarke", "Fa\u0308llig\u00a0am"], ["2 ", "\u00a0Portal o\u0308ffnen ",
         "Ende\u00a02021 "]]}, [PORTAL],
    ),
    Exhibit(
        "a two-line heading with a merged upper line",
        {"Plan": [PLAN_TITLE, ["Nr.", "Wegmarke", "Termin", None, None], [None, None, "Soll", "Ist", "Prognose"],
                  ["1", "E-Akte einführen", "31.12.2022", None, "Q1/2023"], ["2", "Portal öffnen", "Ende 2021",
                   "05.11.2021", None]]},
        [mark("1", "E-Akte einführen", "2022-12-31", "31.12.2022", forecast_on="2023-03-31", forecast_text="Q1/2023"),
         mark("2", "Portal öffnen", "2021-12-31", "Ende 2021", achieved_on="2021-11-05")],
        ["contradiction"], dress=_merge("C2:E2", "A2:A3", "B2:B3"),
    ),
    Exhibit(
        "a two-line heading without merged cells, and numbered columns",
        {"Plan": [PLAN_TITLE, ["Nr.", "Wegmarke", "Termin", None], [None, None, "Soll", "Ist"], [1, 2, 3, 4], ["1",
         "E-Akte einführen", "31.12.2022", None]]},
        [ARCHIVE], ["rows-skipped"],
    ),
    Exhibit(
        "Soll and Ist under two different groups",
        {"Maßnahmen": [MEASURES, ["Nr.", "Maßnahme", "Termin", None, "Budget", None], [None, None, "Soll", "Ist",
         "Soll", "Ist"],
                       ["1", "E-Rechnung", "Ende 2021", "01.02.2020", 5000, 1200.5]]},
        [{"number": "1", "title": "E-Rechnung", "due_text": "Ende 2021", "due_on": "2021-12-31",
         "achieved_on": "2020-02-01",
          "budget_planned": 5000, "budget_spent": 1200.5}],
        dress=_merge("C2:D2", "E2:F2"), scopes=[("measures", None, "2020-06-30")],
    ),
    Exhibit(
        "the planned and the actual share under one heading",
        {"Plan": [PLAN_TITLE, ["Nr.", "Wegmarke", "Frist", "Fortschritt", None], [None, None, None, "Soll", "Ist"],
                  ["1", "a", "2021", 0.8, 0.35]]},
        [mark("1", "a", "2021-12-31", "2021", progress=0.35)], ["column-unknown"], cells={"progress": "E4"},
    ),
    Exhibit(
        "what is planned is nothing that has come about",
        {"Plan": [PLAN_TITLE, [*HEAD, "Abgeschlossen am (geplant)", "Umsetzungsgrad (Soll 2021)", "Status (Ziel)"],
                  ["1", "a", "2021", "31.03.2020", 0.8, "abgeschlossen"]]},
        [mark("1", "a", "2021-12-31", "2021")], ["column-unknown", "column-unknown", "column-unknown"],
    ),
    Exhibit(
        "a Ressort merged over its rows",
        {"Plan": [["Umsetzungsplanungen – Stand: 30.06.2020"], ["Ressort", "Nr.", "Wegmarke"], ["SMI", "1", "a"],
         [None, "2", "b"], ["SMF", "1", "c"]]},
        [{"ministry": "SMI", "number": "1", "title": "a"}, {"ministry": "SMI", "number": "2", "title": "b"},
         {"ministry": "SMF", "number": "1", "title": "c"}],
        dress=_merge("A3:A4"), scopes=[PLAN, ("implementation-plan", "SMF", "2020-06-30")], cells={"ministry": "A5"},
    ),
    Exhibit(
        "a Ressort written once and left blank below",
        {"Plan": [["Umsetzungsplanungen – Stand: 30.06.2020"], ["Ressort", "Nr.", "Wegmarke"], ["SMI", "1", "a"],
         [None, "2", "b"]]},
        [{"ministry": "SMI", "number": "1", "title": "a"}, {"ministry": "SMI", "number": "2", "title": "b"}],
        ["filled-down"], cells={"ministry": "A3"},
    ),
    Exhibit(
        "a gap in a Ressort column that is filled row by row",
        {"Plan": [["Umsetzungsplanungen – Stand: 30.06.2020"], ["Ressort", "Nr.", "Wegmarke"], ["SMI", "1", "a"],
         ["SMI", "2", "b"], ["SMF", "1", "c"],
                  [None, "2", "d"]]},
        [{"ministry": "SMI", "number": "1", "title": "a"}, {"ministry": "SMI", "number": "2", "title": "b"},
         {"ministry": "SMF", "number": "1", "title": "c"}],
        ["ministry-unknown", "ministry-unknown"],
    ),
    Exhibit(
        "a due date merged over two rows",
        {"Plan": [PLAN_TITLE, HEAD, ["1", "a", "Ende 2021"], ["2", "b", None]]},
        [mark("1", "a", "2021-12-31", "Ende 2021"), mark("2", "b", "2021-12-31", "Ende 2021")],
        dress=_merge("C3:C4"), cells={"due_on": "C3", "due_text": "C3"},
    ),
    Exhibit(
        "one Wegmarke over two rows, with two goals",
        {"Plan": [PLAN_TITLE, ["Nr.", "Wegmarke", "Ziele", "Bemerkung"], ["1", "a", "3", "erst"], [None, None, "4",
         "dann"]]},
        [mark("1", "a", goals=["3", "4"], remark="erst\ndann")], dress=_merge("A3:A4", "B3:B4"),
    ),
    Exhibit(
        "one Wegmarke over two rows, with two dates",
        {"Plan": [PLAN_TITLE, HEAD, ["1", "a", "Ende 2020"], [None, None, "Ende 2021"]]},
        [mark("1", "a", words="Ende 2020 | Ende 2021")], ["value-several"], dress=_merge("A3:A4", "B3:B4"),
    ),
    Exhibit(
        "group heading rows name the area of goals",
        {"Ziele": [["Zielteil – Stand: 19.03.2019"], ["Nr.", "Ziel", "Zieltermin"], ["Bürger und Unternehmen"],
         ["Z1", "Alles online", "bis zum 31. Dezember 2022"],
                   ["Verwaltung intern"], ["Z4", "Ende-zu-Ende", "bis 2025"]]},
        [{"number": "Z1", "title": "Alles online", "area": "Bürger und Unternehmen",
         "due_text": "bis zum 31. Dezember 2022", "due_on": "2022-12-31"},
         {"number": "Z4", "title": "Ende-zu-Ende", "area": "Verwaltung intern", "due_text": "bis 2025",
          "due_on": "2025-12-31"}],
        scopes=[("goals", None, "2019-03-19")], cells={"area": "A5"},
    ),
    Exhibit(
        "group heading rows in a plan are no Wegmarken",
        {"Plan": [PLAN_TITLE, HEAD, ["im Vollzug der Landkreise"], TWO[0], [None, "Weiteres"], TWO[1]]},
         [ARCHIVE, PORTAL], ["rows-skipped"],
    ),
    Exhibit(
        "sections of several Ressorts in one sheet, each with its headings",
        {"Plan": [["Umsetzungsplanungen – Stand: 30.06.2020"], ["SMI"], ["Wegmarke", "Zieltermin"], ["a", "2021"],
         [], ["SMF"], ["Wegmarke", "Zieltermin"],
                  ["b", "2022"]]},
        [{"ministry": "SMI", "title": "a", "due_text": "2021", "due_on": "2021-12-31"}, {"ministry": "SMF",
         "title": "b", "due_text": "2022", "due_on": "2022-12-31"}],
        ["rows-skipped", "rows-skipped"], scopes=[PLAN, ("implementation-plan", "SMF", "2020-06-30")],
         cells={"ministry": "A6"},
    ),
    Exhibit(
        "sections of several Ressorts, each with its label or its title",
        {"Plan": [["Umsetzungsplanungen – Stand: 30.06.2020"], ["Ressort: SMI"], ["Wegmarke", "Zieltermin"],
                  ["a", "2021"], [], ["Ressort: Staatsministerium der Finanzen"], ["Wegmarke", "Zieltermin"],
                  ["b", "2022"], [], ["Umsetzungsplanung des SMK"], ["Wegmarke", "Zieltermin"], ["c", "2023"]]},
        [{"ministry": "SMI", "title": "a", "due_text": "2021", "due_on": "2021-12-31"}, {"ministry": "SMF",
         "title": "b", "due_text": "2022", "due_on": "2022-12-31"}, {"ministry": "SMK", "title": "c",
         "due_text": "2023", "due_on": "2023-12-31"}],
        ["rows-skipped", "rows-skipped", "rows-skipped"], scopes=[PLAN, ("implementation-plan", "SMF", "2020-06-30"),
         ("implementation-plan", "SMK", "2020-06-30")], cells={"ministry": "A10"},
    ),
    Exhibit(
        "a section of another Ressort in a plan whose sheet bears one's name",
        {"SMI": [["Stand: 30.06.2020"], HEAD, ["1", "a", "2021"], ["SMF"], ["2", "b", "2022"]]},
        [mark("1", "a", "2021-12-31", "2021"), mark("2", "b", "2022-12-31", "2022") | {"ministry": "SMF"}],
        ["ministry-differs", "ministry-differs"],
    ),
    Exhibit("headings repeated after a page break", {"Plan": [PLAN_TITLE, HEAD, TWO[0], HEAD, TWO[1]]},
        [ARCHIVE, PORTAL], ["rows-skipped"]),
    Exhibit(
        "totals",
        {"Maßnahmen": [MEASURES, ["Nr.", "Maßnahme", "Budget"], ["1", "a", 10], ["Zwischensumme", None, 10], ["2",
         "Gesamtstrategie", 20], [3, "Gesamt-IT-Konzept", 30], [None, "Summe:", "30,00 €"],
                       ["Gesamt", None, 60], ["Gesamt-Summe", None, 60]]},
        [{"number": "1", "title": "a", "budget_planned": 10}, {"number": "2", "title": "Gesamtstrategie",
         "budget_planned": 20}, {"number": "3", "title": "Gesamt-IT-Konzept", "budget_planned": 30}],
        ["rows-skipped"],
    ),
    Exhibit(
        "footnotes and notes below the table",
        {"Plan": [PLAN_TITLE, HEAD, *TWO, ["*) vorbehaltlich Haushalt"], ["1) siehe Anlage"], [],
         ["Ansprechpartner ist das Referat 12"]]},
        [ARCHIVE, PORTAL], ["rows-skipped", "rows-skipped"],
    ),
    Exhibit(
        "a note below a table without numbers",
        {"Plan": [PLAN_TITLE, HEAD[1:], TWO[0][1:], [], ["Rückfragen an das Referat 12"]]},
        [mark(None, "E-Akte einführen", "2022-12-31", "31.12.2022")], ["rows-skipped"],
    ),
    Exhibit(
        "titles alone, in a table that numbers only some of its entries",
        {"Plan": [PLAN_TITLE, HEAD, TWO[0], [None, "b", "2021"], [None, "c"]]},
        [ARCHIVE, mark(None, "b", "2021-12-31", "2021"), mark(None, "c")],
    ),
    Exhibit(
        "a Wegmarke that is called as a total is, with a day of its own",
        {"Plan": [PLAN_TITLE, HEAD, TWO[0], [2, "Gesamt", datetime(2021, 3, 1)]]},
        [ARCHIVE, mark("2", "Gesamt", "2021-03-01", "01.03.2021")],
    ),
    Exhibit("a hidden row", {"Plan": [PLAN_TITLE, HEAD, *TWO]}, [ARCHIVE, PORTAL], ["hidden"], dress=_hide_row),
    Exhibit(
        "a hidden row of one of two Ressorts, told to both",
        {"Plan": [["Umsetzungsplanungen – Stand: 30.06.2020"], ["Ressort", "Wegmarke"], ["SMI", "a"], ["SMF", "b"]]},
        [{"ministry": "SMI", "title": "a"}, {"ministry": "SMF", "title": "b"}], ["hidden", "hidden"], dress=_hide_row,
    ),
    Exhibit("a hidden column", {"Plan": [PLAN_TITLE, HEAD, *TWO]}, [ARCHIVE, PORTAL], ["hidden"], dress=_hide_column),
    Exhibit(
        "a hidden sheet is named, not read", {"Plan": [PLAN_TITLE, HEAD, *TWO], "Alt": [HEAD, ["9", "alt",
         "2018"]]}, [ARCHIVE, PORTAL],
        ["sheet-ignored"], dress=_hide_sheet,
    ),
    Exhibit(
        "a date struck through", {"Plan": [PLAN_TITLE, HEAD, *TWO]}, [ARCHIVE, mark("2", "Portal öffnen",
         words="Ende 2021")],
        ["struck-through"], dress=_strike_date,
    ),
    Exhibit(
        "a whole row struck through", {"Plan": [PLAN_TITLE, HEAD, *TWO]}, [ARCHIVE, mark("2", "Portal öffnen",
         words="Ende 2021")],
        ["struck-through"], dress=_strike_row,
    ),
    Exhibit(
        "old date struck through before the new one", {"Plan": [PLAN_TITLE, HEAD, *TWO]},
        [ARCHIVE, mark("2", "Portal öffnen", words="30.06.2020 31.12.2020")], ["date-unreadable",
         "struck-through"], dress=_old_and_new_date,
    ),
    Exhibit(
        "traffic lights by colour alone",
        {"Plan": [PLAN_TITLE, [*HEAD, "Ampel"], ["1", "a", None, None], ["2", "b", None, "grün"]]},
        [mark("1", "a", reported_light="red"), mark("2", "b", reported_light="green")], ["from-colour"], dress=_fill,
    ),
    Exhibit(
        "a comment in an empty cell", {"Plan": [PLAN_TITLE, HEAD, ["1", "a", None]]}, [mark("1", "a")],
         ["comment"], dress=_comment,
    ),
    Exhibit(
        "a comment on a filled cell", {"Plan": [PLAN_TITLE, HEAD, TWO[0]]}, [ARCHIVE], ["comment"], dress=_comment,
    ),
    Exhibit(
        "error values and formulas without a result",
        {"Plan": [PLAN_TITLE, HEAD, ["1", "a", "#REF!"], ["2", "b", "=TODAY()"]]}, [mark("1", "a"), mark("2", "b")],
        ["cell-error", "formula-without-value"],
    ),
    Exhibit(
        "shares in per cent format, as text, and as a number",
        {"Plan": [PLAN_TITLE, [*HEAD, "Umsetzungsgrad in %"], ["1", "a", None, 0.35], ["2", "b", None, 1], ["3",
         "c", None, "75 %"], ["4", "d", None, 40]]},
        [mark("1", "a", progress=0.35), mark("2", "b", progress=1), mark("3", "c", progress=0.75), mark("4", "d",
         progress=0.4)], dress=_percent,
    ),
    Exhibit(
        "fractions among percentages, as numbers and as text",
        {"Plan": [PLAN_TITLE, [*HEAD, "Umsetzungsgrad in %"], ["1", "a", None, 0.35], ["2", "b", None, "35 %"],
         ["3", "c", None, 35], ["4", "d", None, "0,5"], ["5", "e", None, 1]]},
        [mark("1", "a", progress=0.35), mark("2", "b", progress=0.35), mark("3", "c", progress=0.35),
         mark("4", "d", progress=0.5), mark("5", "e")], ["percent-mixed", "percent-mixed", "percent-unreadable"],
    ),
    Exhibit(
        "fractions alone",
        {"Plan": [PLAN_TITLE, [*HEAD, "Umsetzungsgrad in %"], ["1", "a", None, 0.35], ["2", "b", None, "1"],
         ["3", "c", None, "0,5"], ["4", "d", None, "35 %"]]},
        [mark("1", "a", progress=0.35), mark("2", "b", progress=1), mark("3", "c", progress=0.5),
         mark("4", "d", progress=0.35)],
    ),
    Exhibit(
        "a share beyond 100 per cent", {"Plan": [PLAN_TITLE, [*HEAD, "Umsetzungsgrad"], ["1", "a", None, 140],
         ["2", "b", None, 60]]},
        [mark("1", "a"), mark("2", "b", progress=0.6)], ["range"],
    ),
    Exhibit(
        "amounts in thousands by heading",
        {"Maßnahmen": [MEASURES, ["Nr.", "Maßnahme", "Kosten in T€"], ["1", "a", 12], ["2", "b", "1,5 Mio. €"]]},
        [{"number": "1", "title": "a", "budget_planned": 12000}, {"number": "2", "title": "b",
         "budget_planned": 1500000}],
    ),
    Exhibit(
        "units in a row of their own below the headings",
        {"Maßnahmen": [MEASURES, ["Nr.", "Maßnahme", "Kosten", "Umsetzungsgrad"], [None, None, "(in T€)", "%"],
         ["1", "a", 12, 1], ["2", "b", "500 €", "x"]]},
        [{"number": "1", "title": "a", "budget_planned": 12000, "progress": 0.01},
         {"number": "2", "title": "b", "budget_planned": 500}], ["percent-unreadable"], cells={"budget_planned": "C5"},
    ),
    Exhibit(
        "amounts whose cells show their unit", {"Maßnahmen": [MEASURES, ["Nr.", "Maßnahme", "Kosten"], ["1", "a", 12],
         ["2", "b", 12]]},
        [{"number": "1", "title": "a", "budget_planned": 12000}, {"number": "2", "title": "b", "budget_planned": 12}],
        dress=_shown("C3", number_format='#,##0 "T€"'),
    ),
    Exhibit(
        "the unit of all amounts above the table",
        {"Maßnahmen": [MEASURES, ["Alle Beträge in Tsd. EUR"], ["Nr.", "Maßnahme", "Kosten", "Ausgaben (in €)"],
         ["1", "a", 12, 800], ["2", "b", "1,5 Mio. €", None]]},
        [{"number": "1", "title": "a", "budget_planned": 12000, "budget_spent": 800},
         {"number": "2", "title": "b", "budget_planned": 1500000}], ["unit-noted"],
    ),
    Exhibit(
        "the unit of all amounts in a footnote",
        {"Maßnahmen": [MEASURES, ["Nr.", "Maßnahme", "Kosten*"], ["1", "a", 12], ["* Angaben in Mio. €"]]},
        [{"number": "1", "title": "a", "budget_planned": 12000000}], ["rows-skipped", "unit-noted"],
    ),
    Exhibit(
        "a footnote that contradicts the title's unit, and one that names none",
        {"Maßnahmen": [MEASURES, ["Beträge in T€"], ["Nr.", "Maßnahme", "Kosten*"], ["1", "a", 12],
         ["* Angaben in Mio. €"], ["** genutzt in Millionen Haushalten, finanziert mit 5 Mio. €"]]},
        [{"number": "1", "title": "a", "budget_planned": 12}], ["rows-skipped", "unit-noted"],
    ),
    Exhibit(
        "notes without a unit, and a table without amounts",
        {"Maßnahmen": [MEASURES, ["genutzt in Millionen Haushalten"], ["Nr.", "Maßnahme", "Kosten"], ["1", "a", 12]],
         "Maßnahmen Süd": [["Alle Beträge in T€"], ["Nr.", "Maßnahme"], ["2", "b"]]},
        [{"number": "1", "title": "a", "budget_planned": 12}, {"number": "2", "title": "b"}],
        given={"stand": date(2020, 6, 30)},
    ),
    Exhibit(
        "real dates, years as numbers, unreadable words",
        {"Plan": [PLAN_TITLE, HEAD, ["1", "a", datetime(2021, 3, 1)], ["2", "b", 2022], ["3", "c", "bald"]]},
        [mark("1", "a", "2021-03-01", "01.03.2021"), mark("2", "b", "2022-12-31", "2022"), mark("3", "c",
         words="bald")], ["date-unreadable"],
    ),
    Exhibit(
        "„Dez 22“, which Excel keeps as the first of December",
        {"Plan": [PLAN_TITLE, [*HEAD, "Erreicht am"], ["1", "a", datetime(2022, 12, 1), datetime(2020, 2, 1)],
         ["2", "b", datetime(2022, 12, 1), None]]},
        [mark("1", "a", "2022-12-31", "12/2022", achieved_on="2020-02-29"), mark("2", "b", "2022-12-01", "01.12.2022")],
        dress=_shown("C3", "D3"),
    ),
    Exhibit(
        "a month merged over two rows",
        {"Plan": [PLAN_TITLE, HEAD, ["1", "a", datetime(2022, 12, 1)], ["2", "b", None]]},
        [mark("1", "a", "2022-12-31", "12/2022"), mark("2", "b", "2022-12-31", "12/2022")], dress=_merged_month,
    ),
    Exhibit(
        "a date that shows its year only",
        {"Maßnahmen": [MEASURES, ["Nr.", "Maßnahme", "Beginn", "Zieltermin"], ["1", "a", datetime(2021, 1, 1),
         datetime(2022, 1, 1)]]},
        [{"number": "1", "title": "a", "starts_text": "2021", "starts_on": "2021-01-01", "due_text": "2022",
          "due_on": "2022-12-31"}], dress=_shown("C3", "D3", number_format="yyyy"),
    ),
    Exhibit(
        "a Stand that shows its month only",
        {"Plan": [["Umsetzungsplanung SMI"], ["Stand:", datetime(2020, 6, 1)], HEAD, TWO[0]]}, [ARCHIVE],
        ["stand-estimated"], scopes=[PLAN], dress=_shown("B2", number_format="mmmm yyyy"),
    ),
    Exhibit(
        "counts of days in a workbook that counts from 1904",
        {"Plan": [PLAN_TITLE, HEAD, ["1", "a", 43099], ["2", "b", datetime(2021, 12, 31)], ["3", "c", "43099"],
         ["4", "d", 2021]]},
        [mark("1", "a", "2021-12-31", "43099"), mark("2", "b", "2021-12-31", "31.12.2021"), mark("3", "c",
         words="43099"), mark("4", "d", "2021-12-31", "2021")],
        ["date-unreadable"], dress=_count_from_1904,
    ),
    Exhibit(
        "an unknown status word and an unknown goal column",
        {"Plan": [PLAN_TITLE, [*HEAD, "Status", "Nutzen"], ["1", "a", None, "in Umsetzung", "viel"], ["2", "b",
         None, "wird schon", "mehr"]]},
        [mark("1", "a", status="in_progress"), mark("2", "b")], ["column-unknown", "status-unknown"],
    ),
    Exhibit(
        "a column without heading", {"Plan": [PLAN_TITLE, [*HEAD, None], [*TWO[0], "x"]]}, [ARCHIVE],
         ["column-unknown"],
    ),
    Exhibit(
        "a row without title is kept, not imported", {"Plan": [PLAN_TITLE, HEAD, *TWO, ["3", None, "2022"],
         ["4"]]}, [ARCHIVE, PORTAL],
        ["value-missing", "value-missing"], ignored=2,
    ),
    Exhibit(
        "two columns for one date that disagree once",
        {"Plan": [PLAN_TITLE, ["Nr.", "Wegmarke", "Zieltermin", "Frist"], ["1", "a", "2021", "2021"], ["2", "b",
         "2021", "2022"], ["3", "c", None, "2022"]]},
        [mark("1", "a", "2021-12-31", "2021"), mark("2", "b", words="2021 | 2022"), mark("3", "c", "2022-12-31",
         "2022")],
        ["column-twice", "column-twice"], cells={"due_on": "D5"},
    ),
    Exhibit(
        "original and current date", {"Plan": [PLAN_TITLE, ["Nr.", "Wegmarke", "ursprünglicher Termin",
         "aktueller Termin"], ["1", "a", "2020", "2021"]]},
        [mark("1", "a", "2020-12-31", "2020", forecast_on="2021-12-31", forecast_text="2021")],
    ),
    Exhibit(
        "goals and Leitlinien in one sheet",
        {"Zielteil": [["Zielteil – Stand: 19.03.2019"], ["Nr.", "Ziel", "Leitlinien"], ["1", "Alles online", "L1"],
         [], ["Leitlinien"], ["Nr.", "Leitlinie", "Text"],
                      ["L1", "Einfach", "Es ist einfach."]]},
        [{"number": "1", "title": "Alles online", "guidelines": ["L1"]}, {"number": "L1", "title": "Einfach",
         "text": "Es ist einfach."}],
        scopes=[("goals", None, "2019-03-19")],
    ),
    Exhibit(
        "several parts in one workbook, with a cover sheet that tells Stand and Ressort",
        {"Hinweis": [["Dies ist ein Beispiel."], ["Ressort:", "Staatsministerium des Innern"], ["Stand",
         datetime(2020, 6, 30)]],
         "Ziele": [["Nr.", "Ziel", "Zielbereich"], ["1", "x", "y"]], "Umsetzungsplan": [HEAD, TWO[0]]},
        [{"number": "1", "title": "x", "area": "y"}, ARCHIVE], scopes=[("goals", None, "2020-06-30"), PLAN],
         cells={"ministry": "B2"},
    ),
    Exhibit(
        "one sheet per Ressort, named after it",
        {"SMI": [["Stand: 30.06.2020"], HEAD, TWO[0]], "SMF": [["Stand: 30.06.2020"], HEAD, ["1", "Steuer", "2021"]]},
        [ARCHIVE, {"number": "1", "title": "Steuer", "ministry": "SMF", "due_on": "2021-12-31", "due_text": "2021"}],
        scopes=[PLAN, ("implementation-plan", "SMF", "2020-06-30")],
    ),
    Exhibit(
        "title of one Ressort on the sheet of another",
        {"SMF": [PLAN_TITLE, HEAD, TWO[0]]}, [ARCHIVE], ["ministry-differs"],
    ),
    Exhibit(
        "Ressort and Stand in the file's name alone", {"Tabelle1": [HEAD, *TWO]}, [ARCHIVE, PORTAL],
         file="Umsetzungsplan_SMI_2020-06-30.xlsx", scopes=[PLAN],
    ),
    Exhibit(
        "the file's name contradicts the title", {"Plan": [PLAN_TITLE, HEAD, *TWO]}, [ARCHIVE, PORTAL],
         ["ministry-differs", "stand-differs"],
        file="Umsetzungsplan_SMF_2020-12-31.xlsx", scopes=[PLAN],
    ),
    Exhibit(
        "the Ressort given contradicts the title", {"Plan": [PLAN_TITLE, HEAD, TWO[0]]},
         [ARCHIVE | {"ministry": "SMF"}], ["ministry-differs"],
        given={"ministry": "SMF"},
    ),
    Exhibit(
        "the Ressort given by the name that it bears later",
        {"Plan": [["Umsetzungsplanung, Stand: 19.03.2019"], HEAD, TWO[0]]}, [ARCHIVE | {"ministry": "SMUL"}],
        given={"ministry": "SMEKUL"}, scopes=[("implementation-plan", "SMUL", "2019-03-19")],
    ),
    Exhibit(
        "a Ressort given that there is not",
        {"Plan": [["Umsetzungsplanung, Stand: 19.03.2019"], HEAD, TWO[0]]},
        [{k: v for k, v in ARCHIVE.items() if k != "ministry"}], ["ministry-unknown", "ministry-unknown"],
        given={"ministry": "SMX"},
    ),
    Exhibit(
        "the Ressort's long name in a title",
         {"Plan": [["Umsetzungsplanung des Sächsischen Staatsministeriums des Innern"], ["Stand: 12. Juni 2020"],
          HEAD, TWO[0]]},
        [ARCHIVE], scopes=[("implementation-plan", "SMI", "2020-06-12")],
    ),
    Exhibit(
        "a Stand that names a month", {"Plan": [["Umsetzungsplanung SMI, Stand Juni 2020"], HEAD, TWO[0]]},
         [ARCHIVE], ["stand-estimated"], scopes=[PLAN],
    ),
    Exhibit(
        "a Stand below the table", {"Plan": [["Umsetzungsplanung SMI"], HEAD, TWO[0], [], ["* vorläufig"],
         ["Stand: 30.06.2020"]]}, [ARCHIVE], ["rows-skipped"], scopes=[PLAN],
    ),
    Exhibit("a Stand after today", {"Plan": [["Umsetzungsplanung SMI, Stand: 30.06.2030"], HEAD, TWO[0]]},
        [ARCHIVE], ["stand-future"]),
    Exhibit("no Stand", {"Plan": [["Umsetzungsplanung SMI"], HEAD, TWO[0]]}, [ARCHIVE], ["stand-unknown"]),
    Exhibit(
        "no Ressort", {"Plan": [["Umsetzungsplanung, Stand: 30.06.2020"], HEAD, TWO[0]]},
         [{k: v for k, v in ARCHIVE.items() if k != "ministry"}],
        ["ministry-unknown"],
    ),
    Exhibit("no title column", {"Umsetzungsplan": [PLAN_TITLE, ["Nr.", "Wegmarkenn", "Zieltermin", "Status"], ["1",
        "a", "2021", None]]}, [], ["column-missing"]),
    Exhibit("no part of the plan", {"Tabelle1": [["Tier", "Farbe"], ["Hund", "braun"]]}, [], ["part-unknown"]),
    Exhibit("an empty workbook", {"Tabelle1": []}, [], ["part-unknown"]),
    Exhibit(
        "headings that fit two parts", {"Tabelle1": [["Stand: 30.06.2020"], ["Nr.", "Titel", "Status"], ["1", "a",
         "geplant"]]},
        [{"number": "1", "title": "a", "status": "planned"}], ["part-unknown"],
    ),
    Exhibit(
        "headings that fit two parts, the part given", {"Tabelle1": [["Stand: 30.06.2020"], ["Nr.", "Titel",
         "Status"], ["1", "a", "geplant"]]},
        [{"number": "1", "title": "a", "status": "planned"}], given={"part": Part.MEASURES}, scopes=[("measures",
         None, "2020-06-30")],
    ),
    Exhibit(
        "a drop-down sheet and a legend",
        {"Plan": [PLAN_TITLE, HEAD, TWO[0]], "Listen": [["Status", "Ampel", "Ressort"], ["geplant", "rot", "SMI"],
         ["fertig", "grün", "SMF"]],
         "Legende": [["rot", "Ziel gefährdet"], ["grün", "nach Plan"]]},
        [ARCHIVE], ["sheet-ignored"],
    ),
    Exhibit(
        "goals, Leitlinien and OZG services to choose from, beside a plan",
        {"Plan": [PLAN_TITLE, HEAD, TWO[0]], "Ziele": [["Nr.", "Ziel"], ["Z1", "Alles online"]],
         "Leitlinien": [["Nr.", "Leitlinie"], ["L1", "Einfach"]],
         "OZG": [["OZG-ID", "OZG-Leistung"], ["10000", "Elterngeld"]]},
        [ARCHIVE], ["sheet-ignored", "sheet-ignored", "sheet-ignored"], scopes=[PLAN],
    ),
    Exhibit(
        "OZG services beside their LeiKa services are no list to choose from",
        {"OZG-Leistungen": [["Stand: 30.06.2020"], ["OZG-ID", "OZG-Leistung"], ["10000", "Elterngeld"]],
         "LeiKa-Leistungen": [["LeiKa-Schlüssel", "LeiKa-Bezeichnung", "OZG-ID"], ["99012001000000", "Abbruch",
          10000]]},
        [{"ozg_id": "10000", "title": "Elterngeld", "key": "service/10000"}, {"leika_key": "99012001000000",
          "title": "Abbruch", "ozg_id": "10000", "key": "leika/99012001000000"}], given={"stand": date(2020, 6, 30)},
    ),
    Exhibit(
        "goals to choose from on the sheet of the measures",
        {"Maßnahmen": [MEASURES, ["Nr.", "Maßnahme", "Status"], ["1", "a", "geplant"], [], ["Ziele"], ["Nr.", "Ziel"],
         ["Z1", "Alles online"]]},
        [{"number": "1", "title": "a", "status": "planned"}], ["sheet-ignored"],
    ),
    Exhibit(
        "goals to choose from, delivered on purpose",
        {"Plan": [PLAN_TITLE, HEAD, TWO[0]], "Ziele": [["Nr.", "Ziel"], ["Z1", "Alles online"]]},
        [{"number": "Z1", "title": "Alles online"}], ["sheet-ignored"], given={"part": Part.GOALS},
        scopes=[("goals", None, "2020-06-30")],
    ),
    Exhibit(
        "Leitlinien with number and title, beside full goals and a plan",
        {"Plan": [PLAN_TITLE, HEAD, TWO[0]], "Ziele": [["Nr.", "Ziel", "Zielbereich"], ["Z1", "x", "y"]],
         "Leitlinien": [["Nr.", "Leitlinie"], ["L1", "Einfach"]]},
        [ARCHIVE, {"number": "Z1", "title": "x", "area": "y"}, {"number": "L1", "title": "Einfach"}],
        given={"stand": date(2020, 6, 30)}, scopes=[PLAN, ("goals", None, "2020-06-30")],
    ),
    Exhibit(
        "goals with number and title alone, and nothing else",
        {"Ziele": [["Stand: 19.03.2019"], ["Nr.", "Ziel"], ["Z1", "Alles online"]]},
        [{"number": "Z1", "title": "Alles online"}], scopes=[("goals", None, "2019-03-19")],
    ),
    Exhibit(
        "the same row twice", {"Plan": [PLAN_TITLE, HEAD, TWO[0], TWO[0]]}, [ARCHIVE], ["duplicate-key"],
    ),
    Exhibit(
        "number and title twice with different dates", {"Plan": [PLAN_TITLE, HEAD, ["1", "a", "2020"], ["1", "a",
         "2021"]]},
        [mark("1", "a", "2020-12-31", "2020"), mark("1", "a", "2021-12-31", "2021")], ["duplicate-key"],
    ),
    Exhibit(
        "one number under two titles, and the same one at another Ressort",
        {"Plan": [["Umsetzungsplanungen – Stand: 30.06.2020"], ["Ressort", "Nr.", "Wegmarke"], ["SMI", "1", "a"],
         ["SMI", "1", "b"], ["SMF", "1", "c"], ["SMI", None, "d"], ["SMI", None, "e"]]},
        [{"ministry": "SMI", "number": "1", "title": "a"}, {"ministry": "SMI", "number": "1", "title": "b"},
         {"ministry": "SMI", "title": "d"}, {"ministry": "SMI", "title": "e"},
         {"ministry": "SMF", "number": "1", "title": "c"}], ["number-twice"],
    ),
    Exhibit(
        "one key twice with different content",
        {"Maßnahmen": [MEASURES, ["Kennung", "Nr.", "Maßnahme"], ["measure/17", "1", "a"], ["Measure/17", "2", "b"]]},
        [{"number": "1", "title": "a", "key": "measure/17"}, {"number": "2", "title": "b", "key": "measure/17"}],
         ["duplicate-key"],
    ),
    Exhibit(
        "a key of another kind", {"Maßnahmen": [MEASURES, ["Kennung", "Nr.", "Maßnahme"], ["milestone/3", "1", "a"]]},
        [{"number": "1", "title": "a"}], ["key-damaged"],
    ),
    Exhibit(
        "numbers damaged by Excel",
        {"Plan": [PLAN_TITLE, HEAD, [1.9, "a", None], [1.1, "b", None], [2, "c", None], ["3.10.", "d", None]]},
        [mark("1.9", "a"), mark("1.1", "b"), mark("2", "c"), mark("3.10", "d")], ["key-damaged"],
    ),
    Exhibit(
        "two title columns that disagree",
        {"Maßnahmen": [MEASURES, ["Nr.", "Maßnahme", "Titel"], ["1", "a", "b"]]},
        [{"number": "1", "title": "a"}], ["column-twice"],
    ),
    Exhibit(
        "a plan with a column for who leads a Wegmarke",
        {"Plan": [PLAN_TITLE, [*HEAD, "Federführung"], [*TWO[0], "SK"]]},
        [ARCHIVE], ["column-unknown"], cells={"ministry": "A1"},
    ),
    Exhibit(
        "a plan whose column names another Ressort",
        {"Plan": [PLAN_TITLE, ["Ressort", "Nr.", "Wegmarke"], ["SMF", "1", "a"]]},
        [{"ministry": "SMF", "number": "1", "title": "a"}], ["ministry-differs"],
    ),
    Exhibit(
        "LeiKa keys as numbers, short keys, and none",
        {"LeiKa-Leistungen": [["Stand: 30.06.2020"], ["LeiKa-Schlüssel", "Bezeichnung", "OZG-ID"],
         [99012001000000, "Abbruch", 10513], ["3233", "Test", 10000],
                              [None, "Prüfung", 10478], [None, "Prüfung", 10478.0], [None, "Nirgends", None]]},
        [{"leika_key": "99012001000000", "title": "Abbruch", "ozg_id": "10513", "key": "leika/99012001000000"},
         {"title": "Test", "ozg_id": "10000", "key": "leika/10000/test"}, {"title": "Prüfung", "ozg_id": "10478",
          "key": "leika/10478/pruefung"}],
        ["duplicate-key", "key-damaged", "key-missing", "key-missing", "key-missing", "value-missing"], ignored=1,
    ),
    Exhibit(
        "LeiKa services of the same bundle and title that differ",
        {"LeiKa": [["Stand: 30.06.2020"], ["LeiKa-Schlüssel", "Bezeichnung", "Leistungstyp", "OZG-ID"],
         [None, "Prüfung", "1", "10478"], [None, "Prüfung", "4", "10478"]]},
        [{"title": "Prüfung", "type": ["1"], "ozg_id": "10478", "key": "leika/10478/pruefung"},
         {"title": "Prüfung", "type": ["4"], "ozg_id": "10478", "key": "leika/10478/pruefung#2"}],
        ["duplicate-key", "key-missing", "key-missing"],
    ),
    Exhibit(
        "the federal dashboard's export",
        {"export": [["leika_key", "leika_name", "ars", "ars_name", "ozgid", "url", "online_status", "aktiv",
         "art_flaechendeckung", "datenstand_pvog_import"],
                    ["99012001000000", "Abbruch", "146120000000", "Dresden", 10513, "https://x.de", "ok", "ja",
                     "kreisweit flächendeckend", "2022-05-30"],
                    ["99012001000000", "Abbruch", 145210010010, "Amtsberg", 10513, None, "ok", "nein",
                     None, "2022-05-30"]]},
        [{"leika_key": "99012001000000", "ozg_id": "10513", "ars": "146120000000", "reach": "countywide",
         "online": True, "url": "https://x.de",
          "key": "coverage/99012001000000/146120000000"},
         {"leika_key": "99012001000000", "ozg_id": "10513", "ars": "145210010010",
          "online": False, "key": "coverage/99012001000000/145210010010"}],
        scopes=[("coverage", None, "2022-05-30")],
    ),
    Exhibit(
        "services without an OZG-ID are told as people write them",
        {"OZG-Leistungen": [["Stand: 30.06.2020"], ["OZG-ID", "OZG-Leistung", "Leistungstypen"], [None, "Elterngeld",
         "2/3"], ["10000", "Unterhalt", "1, 2/3"]]},
        [{"ozg_id": "10000", "title": "Unterhalt", "types": ["1", "2/3"], "key": "service/10000"}], ["key-missing"],
        ignored=1,
    ),
    Exhibit(
        "Themenfelder in other spellings than the catalogue's, as column and as heading rows",
        {"OZG-Leistungen": [["Stand: 30.06.2020"], ["OZG-ID", "OZG-Leistung", "Themenfeld"], ["10000", "a",
         "Familie und Kind"], ["10001", "b", "familie_kind"], ["10002", "c", "Querschnittsleistungen "],
         ["10003", "d", "Verkehr und Wetter"]],
         "OZG-Leistungen 2": [["OZG-ID", "OZG-Leistung"], ["Ein- und Auswanderung"], ["10004", "e"]]},
        [{"ozg_id": f"1000{at}", "title": title, "theme": theme, "key": f"service/1000{at}"} for at, (title, theme) in
         enumerate((("a", "Familie & Kind"), ("b", "Familie & Kind"), ("c", "Querschnitt"), ("d", "Verkehr und Wetter"),
                    ("e", "Ein- & Auswanderung")))], given={"stand": date(2020, 6, 30)},
    ),
    Exhibit(
        "one OZG-ID with two titles",
        {"OZG-Leistungen": [["Stand: 30.06.2020"], ["OZG-ID", "OZG-Leistung"], ["10000", "a"], ["10000", "b"]]},
        [{"ozg_id": "10000", "title": "a", "key": "service/10000"}, {"ozg_id": "10000", "title": "b",
         "key": "service/10000"}], ["duplicate-key"],
    ),
    Exhibit(
        "values of indicators",
        {"Indikatoren": [["Stand: 30.06.2020"], ["Indikator", "Bezug", "Wert", "Einheit"], ["internal-end-to-end",
         "SMI", "12,5", "%"]]},
        [{"indicator": "internal-end-to-end", "scope": "SMI", "value": 12.5, "unit": "%",
         "key": "indicator/internal-end-to-end/SMI"}],
        scopes=[("indicators", None, "2020-06-30")],
    ),
    Exhibit(
        "fractions beside the unit per cent",
        {"Indikatoren": [["Stand: 30.06.2020"], ["Indikator", "Bezug", "Wert", "Einheit"], ["e-akte", "SMI", 0.3, "%"],
         ["e-akte", "SMF", "0,3 %", "%"], ["e-akte", "SMK", 0.3, "Anteil"], ["e-akte", "SMS", 30, "in Prozent"]]},
        [{"indicator": "e-akte", "scope": scope, "value": value, "unit": unit, "key": f"indicator/e-akte/{scope}"}
         for scope, value, unit in (("SMI", 0.3, "%"), ("SMF", 0.3, "%"), ("SMK", 0.3, "Anteil"),
                                    ("SMS", 30, "in Prozent"))], ["percent-mixed"],
    ),
    Exhibit(
        "an indicator twice in different spellings",
        {"Indikatoren": [["Stand: 30.06.2020"], ["Indikator", "Bezug", "Wert"], ["e-akte", "SMI", 12], ["E-Akte", "smi",
         13]]},
        [{"indicator": "e-akte", "scope": "SMI", "value": 12, "key": "indicator/e-akte/SMI"},
         {"indicator": "E-Akte", "scope": "smi", "value": 13, "key": "indicator/E-Akte/smi"}], ["duplicate-key"],
    ),
    Exhibit(
        "an actual value of a day to come",
        {"Ziele": [["Zielteil – Stand: 19.03.2019"], ["Nr.", "Ziel", "Istwert", "Istwert am"], ["Z1", "x", 5,
         "20.03.2019"], ["Z2", "y", 5, "19.03.2019"]]},
        [{"number": "Z1", "title": "x", "actual_value": 5, "actual_on": "2019-03-20"},
         {"number": "Z2", "title": "y", "actual_value": 5, "actual_on": "2019-03-19"}], ["contradiction"],
    ),
    Exhibit(
        "entries of nothing but a number in brackets and a title, and a footnote in two cells",
        {"Plan": [PLAN_TITLE, HEAD, TWO[0], ["2)", "Portal öffnen"], [], ["1)", "vorbehaltlich Haushalt"]]},
        [ARCHIVE, mark("2", "Portal öffnen")], ["rows-skipped"],
    ),
    Exhibit(
        "a measures sheet with a label for its Ressort",
        {"Maßnahmen": [["Ressort:", "SMI"], ["Stand:", date(2020, 6, 30)], ["Nr.", "Maßnahme", "Federführung"],
         ["1", "a", "SK"]]},
        [{"number": "1", "title": "a", "lead": "SK"}], scopes=[("measures", "SMI", "2020-06-30")],
    ),
    Exhibit(
        "a table that begins far down and to the right",
        {"Plan": [[], [], [None, None, *PLAN_TITLE], [], [None, None, *HEAD], [None, None, *TWO[0]]]}, [ARCHIVE],
         cells={"due_on": "E6"},
    ),
    Exhibit(
        "look-alike letters and control characters", {"Plan": [PLAN_TITLE, HEAD, ["1", "Pоrtal", None], ["2",
         "Ak\u202ete", None]]},
        [mark("1", "Pоrtal"), mark("2", "Akte")], ["control-characters", "look-alike"],
    ),
]  # fmt: skip


NOT_FOR_PEOPLE = re.compile(r"\['|None|True|False|\w+_\w+|\d{4}-\d\d-\d\d(?<!--stand 2020-06-30)|  |\.\.")
"""Python's spellings, names of fields, days in technical order, and slips of the pen."""


@pytest.mark.parametrize("exhibit", MUSEUM, ids=lambda exhibit: exhibit.name)
def test_every_workbook_of_the_museum_is_understood(exhibit: Exhibit) -> None:
    extracts, codes = understood(exhibit)
    messages = [problem.message for extract in extracts for problem in extract.problems]
    assert records(extracts) == exhibit.records, messages
    assert codes == sorted(exhibit.codes), messages
    told = [message.replace(exhibit.file, "Datei") for message in messages]
    assert [message for message in told if NOT_FOR_PEOPLE.search(message) or message[-1] not in ".?!“"] == []
    if exhibit.scopes is not None:
        assert scopes(extracts) == exhibit.scopes
    assert sum(len(extract.ignored) for extract in extracts) == exhibit.ignored
    if exhibit.cells:
        table = [table for extract in extracts for table in extract.tables][-1]
        assert {name: table.cell(len(table) - 1, name) for name in exhibit.cells} == exhibit.cells


def test_the_museum_has_at_least_forty_rooms() -> None:
    assert len(MUSEUM) >= 40
    assert len({exhibit.name for exhibit in MUSEUM}) == len(MUSEUM)
