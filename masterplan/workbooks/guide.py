"""What a ministry is told: the first sheet, the hints beside the cells, and which columns it reports."""

from datetime import date

from openpyxl.styles import Alignment, Font, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from masterplan.domain.plan import Kind
from masterplan.domain.reporting.entries import REPORTABLE
from masterplan.domain.reporting.export import Export
from masterplan.domain.view import PlanView
from masterplan.vocabulary import counted, long_day
from masterplan.workbooks import looks
from masterplan.workbooks.content import CONFIRM_HEADING, CONFIRMED, Page

TITLE = "Anleitung"
STAND_CELL = "B7"

_HINTS = {
    "status": "Bitte aus der Liste wählen. Zu „verzögert“, „zurückgestellt“ und „entfallen“ gehört eine Begründung.",
    "progress": "0 % bis 100 %.",
    "reported_light": "Ihre Bewertung. Die errechnete Ampel steht im Dashboard daneben und ändert Ihre nicht.",
    "forecast_on": "Wann erwarten Sie den Abschluss? Ein Tag oder Worte wie „IV. Quartal 2022“.",
    "achieved_on": "Nur wenn es erreicht ist: der Tag. Er darf nicht nach dem Stand auf dem Blatt „Anleitung“ liegen.",
    "due_on": "Ein Tag oder Worte wie „Ende 2022“.",
    "budget_spent": "In Euro.",
    "evidence": "Woran man es sieht: Fundstelle, Aktenzeichen oder Adresse im Netz.",
    "reason": "Warum anders als geplant? Gefärbt, solange zum Status eine Begründung fehlt.",
    "remark": "Was sonst zu sagen ist.",
    "goals": "Nummern der Ziele, mehrere mit Semikolon getrennt: Z1; Z4.",
    "milestones": "Nummern der Wegmarken, mehrere mit Semikolon getrennt.",
    "services": "OZG-IDs, mehrere mit Semikolon getrennt.",
    CONFIRM_HEADING: f"„{CONFIRMED}“, wenn alle Angaben der Zeile weiter gelten. Ohne das sagt die Zeile nichts.",
}


def hint(name: str) -> str | None:
    """What is shown beside a cell of a column when it is chosen."""
    return _HINTS.get(name)


def is_reported(kind: Kind, name: str) -> bool:
    """Whether a Ressort reports a field; all else stands fast between two Fortschreibungen."""
    return name in REPORTABLE[kind]


def fill(sheet: Worksheet, view: PlanView, export: Export, shown: list[Page]) -> None:
    """The first sheet: what this is, the Stand to be filled in, and how to fill in the rest."""
    sheet.title = TITLE
    known = view.bodies["name"].to_dict()
    name = str(known.get(export.ministry, export.ministry))
    holding = ", ".join(
        counted(len(page.rows), "Wegmarke", "Wegmarken")
        if page.kind == Kind.MILESTONE
        else counted(len(page.rows), "Maßnahme", "Maßnahmen")
        for page in shown
    )
    lines = {
        1: "Masterplan Digitale Verwaltung Sachsen: Zuarbeit",
        2: name,
        3: f"Diese Mappe zeigt den Plan vom {long_day(export.stichtag)} (Änderung Nr. {export.revision}): {holding}.",
        5: "1. Bitte tragen Sie zuerst den Tag ein, von dem Ihre Angaben sprechen:",
        9: "2. Füllen Sie auf den nächsten Blättern die weißen Felder aus. Graue Felder stehen fest.",
        10: f"3. Gilt eine Zeile unverändert weiter, wählen Sie in der Spalte „{CONFIRM_HEADING}“ das Wort "
        f"„{CONFIRMED}“. Eine Zeile, die Sie nicht anfassen, sagt nichts: Sie bestätigt auch nichts.",
        11: "4. Neue Einträge kommen in die leeren Zeilen am Ende. Entfällt etwas, wählen Sie den Status „entfallen“ "
        "und begründen Sie es; eine gelöschte Zeile nimmt den Eintrag aus dem Plan.",
        12: "5. Sie dürfen sortieren, filtern und Spalten verschieben. Der Blattschutz hat kein Kennwort "
        "(Überprüfen → Blattschutz aufheben); er schützt nur vor Versehen.",
        13: "6. Kopieren Sie keine ganzen Zeilen: In der ausgeblendeten ersten Spalte steht, welcher Eintrag es ist.",
        14: "7. Laden Sie die Datei im Dashboard unter „Dateien einlesen“ hoch oder senden Sie sie der Staatskanzlei. "
        "Was inzwischen im Dashboard geändert wurde, geht nicht verloren: Widersprüche werden Feld für Feld vorgelegt.",
    }
    for line, text in lines.items():
        sheet.cell(line, 1).value = text
        sheet.cell(line, 1).alignment = Alignment(wrap_text=line > 3, vertical="top")
        sheet.row_dimensions[line].height = 16 * looks.lines(text, 90) + (8 if line < 3 else 4)
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A2"].font = Font(bold=True, size=12)
    _stand(sheet)
    sheet.column_dimensions["A"].width = 96
    sheet.column_dimensions["B"].width = 16
    sheet.protection.sheet = True
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _stand(sheet: Worksheet) -> None:
    """The one cell to fill in on the first sheet."""
    label = sheet["A7"]
    label.value = "Stand"
    label.font = Font(bold=True)
    label.alignment = Alignment(horizontal="right")
    cell = sheet[STAND_CELL]
    cell.number_format = "DD.MM.YYYY"
    cell.fill = looks.solid(looks.WANTED)
    cell.border = looks.LINE
    cell.protection = Protection(locked=False)
    earliest = (date(2019, 1, 1) - date(1899, 12, 30)).days
    rule = DataValidation(type="date", operator="greaterThan", formula1=str(earliest), allow_blank=True)
    rule.promptTitle, rule.prompt, rule.showInputMessage = "Stand", "Der Tag als TT.MM.JJJJ.", True
    rule.errorTitle, rule.error, rule.showErrorMessage = "Stand", "Bitte einen Tag als TT.MM.JJJJ eintragen.", True
    rule.add(STAND_CELL)
    sheet.add_data_validation(rule)
