"""What of a workbook cannot be recognised, or is left aside, said in German where it stands."""

from rapidfuzz import fuzz, process

from importers.layout import Table, has_table, mentions, ranges, width
from importers.lookups import as_text, shorten
from importers.problems import Problem, error, warning
from importers.rows import FREE, Rows
from importers.sheet import Sheet, Workbook, address, column_letter
from importers.source import Source, heading_key
from importers.sources import SOURCES
from masterplan.domain.plan import Part
from masterplan.vocabulary import PARTS

NOTE_SHEETS = (
    "hinweis",
    "deckblatt",
    "legende",
    "info",
    "titel",
    "erlaeuterung",
    "vorblatt",
    "liesmich",
    "readme",
    "anleitung",
    "impressum",
)


# --- what cannot be recognised ---


def not_recognised(workbook: Workbook, sheets: list[Sheet], partial: list[Table], part: Part | None) -> Problem:
    """The error for a workbook without a complete table: which column is missing, or that no part fits."""
    best = max(partial, key=lambda table: table.match.score, default=None)
    if best is not None and (part is not None or len(best.match.columns) >= 3 or _spoken_of(workbook, best)):
        return _column_missing(best)
    headings = [shorten(text, 30) for sheet in sheets for text in _first_texts(sheet)]
    told = (
        f" Gefunden wurde: {', '.join(f'„{text}“' for text in headings[:12])}."
        if headings
        else " Die Datei enthält keine Tabelle."
    )
    if part is not None:
        source = next(source for source in SOURCES if source.part == part)
        message = f"Es gibt keine Kopfzeile für „{source.label}“. Gebraucht wird: {_needed(source)}.{told}"
        return error("column-missing", message, sheets[0].name if sheets else None)
    return error(
        "part-unknown",
        f"Es ist nicht erkennbar, zu welchem Teil des Masterplans die Datei gehört ({', '.join(PARTS.values())}). "
        f"Bitte mit --part angeben, z. B. --part {Part.MEASURES}.{told}",
        sheets[0].name if sheets else None,
    )


def _spoken_of(workbook: Workbook, table: Table) -> bool:
    titles = " ".join(str(value) for row in table.titles for value in table.sheet.rows[row] if value is not None)
    return mentions(f"{workbook.file} {table.sheet.name} {titles}", table.match.source)


def _column_missing(table: Table) -> Problem:
    source = table.match.source
    unused = [text for position, text in table.headings.items() if position not in table.match.columns]
    sentences = []
    for group in table.match.missing:
        wanted = {heading_key(heading): heading for name in group for heading in _names(source, name)}
        near = [
            text
            for text in unused
            if (best := process.extractOne(heading_key(text), list(wanted), scorer=fuzz.WRatio)) is not None
            and best[1] >= 70
        ]
        guess = f" Am nächsten kommt: {', '.join(f'„{shorten(text, 40)}“' for text in near[:3])}." if near else ""
        labels = " oder ".join(f"„{source.column(name).label}“" for name in group)
        sentences.append(f"Die Spalte {labels} fehlt (z. B. als „{_names(source, group[0])[1]}“).{guess}")
    found = ", ".join(f"„{shorten(' '.join(text.split()), 40)}“" for text in table.headings.values())
    cell = address(table.top, min(table.headings, default=0))
    message = f"{table.sheet.name}!{cell}: {source.label}: {' '.join(sentences)} Gefunden wurde: {found}."
    return error("column-missing", message, table.sheet.name, cell)


def _names(source: Source, name: str) -> list[str]:
    column = source.column(name)
    return [column.label, *column.headings, column.label]


def _needed(source: Source) -> str:
    return ", ".join(" oder ".join(f"„{source.column(name).label}“" for name in group) for group in source.required)


def _first_texts(sheet: Sheet) -> list[str]:
    """The texts of the first row that looks like a heading."""
    rows = [row for row in sheet.rows[:200] if sum(isinstance(value, str) for value in row) >= 2]
    return [" ".join(value.split()) for value in (rows[0] if rows else []) if isinstance(value, str) and value.strip()]


def ambiguous(table: Table) -> Problem:
    parts = dict.fromkeys(source.part for source in (table.match.source, *table.rivals))
    told = f"Die Tabelle kann zu mehreren Teilen gehören: {' oder '.join(f'„{PARTS[part]}“' for part in parts)}."
    how = f"Bitte mit --part angeben, z. B. --part {next(iter(parts))}."
    return at_top(table, "part-unknown", f"{told} {how}")


def ministry_unknown(table: Table, what: str) -> Problem:
    return at_top(table, "ministry-unknown", f"{what} Bitte mit --ministry angeben, z. B. --ministry SMI.")


def at_top(table: Table, code: str, message: str) -> Problem:
    """An error of the table as a whole, at its heading."""
    cell = address(table.top, min(table.match.columns))
    return error(code, f"{table.sheet.name}: {message}", table.sheet.name, cell)


# --- what is left aside ---


def left_aside(sheet: Sheet, tables: list[Table] | None, complete: list[Table]) -> list[Problem]:
    """The warning for a sheet that is not read. Cover and note sheets without a table are none of these."""
    if tables is None:
        if not any(width(row) for row in sheet.rows):
            return []
        told = "wurde nicht gelesen. Gehört es dazu, bitte einblenden."
        return [warning("sheet-ignored", f"Das ausgeblendete Blatt „{sheet.name}“ {told}", sheet.name)]
    if any(table.match.complete for table in tables) or not any(width(row) for row in sheet.rows):
        return []
    for table in tables:
        source = table.match.source
        titles = " ".join(str(value) for row in table.titles for value in sheet.rows[row] if value is not None)
        if len(table.match.columns) >= 3 and mentions(f"{sheet.name} {titles}", source):
            own = any(other.match.source.kind == source.kind for other in complete)
            if not own:
                return [_column_missing(table)]
    if not has_table(sheet) and heading_key(sheet.name).startswith(NOTE_SHEETS):
        return []
    return [
        warning(
            "sheet-ignored",
            f"Das Blatt „{sheet.name}“ enthält keine bekannte Tabelle und wurde nicht gelesen.",
            sheet.name,
        )
    ]


_NAMING = frozenset({"number", "ozg_id", "title"})
_DELIVERED_ALONE = frozenset({Part.GOALS, Part.SERVICES})


def only_names(table: Table, complete: list[Table]) -> bool:
    """Whether goals, Leitlinien or OZG services are but a list to choose from, beside another part of the plan.

    Read as a delivery such a list would withdraw everything that it does not name.
    """
    part = table.match.source.part
    if part not in _DELIVERED_ALONE or not _names_alone(table):
        return False
    others = {other.match.source.part for other in complete if other.match.source.part != part}
    if part == Part.SERVICES:
        others -= {Part.LEIKA, Part.COVERAGE}  # catalogues of services come together
    told_more = any(other.match.source.part == part and not _names_alone(other) for other in complete)
    return bool(others) and not told_more


def _names_alone(table: Table) -> bool:
    return {column.field for column in table.match.columns.values()} <= _NAMING


def list_ignored(table: Table) -> Problem:
    sheet, source = table.sheet.name, table.match.source
    cell = address(table.top, min(table.match.columns))
    told = f"„{source.label}“ nennt nur Nummer und Titel, gilt deshalb als Auswahlliste und wurde nicht gelesen."
    how = f"Soll sie gelten, bitte „{PARTS[source.part]}“ mit --part angeben, z. B. --part {source.part}."
    return warning("sheet-ignored", f"{sheet}!{cell}: {told} {how}", sheet, cell)


def unknown_columns(table: Table) -> list[Problem]:
    """One warning for each column with content that is neither read nor left aside on purpose."""
    sheet, match = table.sheet, table.match
    taken = {*match.columns, *match.aside, match.key_column}
    problems = []
    for position in range(max(map(len, sheet.rows[table.top : table.end]), default=0)):
        if position in taken:
            continue
        heading = table.headings.get(position)
        if heading is None and not any(
            len(row) > position and row[position] not in (None, "") for row in sheet.rows[table.first : table.end]
        ):
            continue
        cell = address(table.first - 1, position)
        name = f"„{shorten(' '.join(heading.split()))}“" if heading else "ohne Überschrift"
        told = f"Die Spalte {column_letter(position)} {name} ist nicht bekannt und wurde nicht gelesen."
        message = f"{sheet.name}!{cell}: {told}"
        problems.append(warning("column-unknown", message, sheet.name, cell, heading))
    return problems


def skipped(table: Table, rows: Rows) -> list[Problem]:
    """One warning for each reason for which rows were passed over. Free text is not quoted: findings stay for ever."""
    reasons = dict(rows.skipped)
    if rows.groups:
        grouping = {position for position, column in table.match.columns.items() if column.grouping}
        headings = [row for row, position in rows.groups if position not in grouping]
        if headings:
            reasons["Zwischenüberschrift"] = headings
    problems = []
    for reason, skipped in reasons.items():
        first = skipped[0]
        texts = [as_text(value) for value in table.sheet.rows[first] if value not in (None, "")]
        cell = address(
            first, next((at for at, value in enumerate(table.sheet.rows[first]) if value not in (None, "")), 0)
        )
        lines = f"{'Zeile' if len(skipped) == 1 else 'Zeilen'} {ranges(skipped)}"
        begin = "" if reason in FREE else f", beginnend mit „{shorten(' | '.join(texts), 50)}“"
        message = f"{table.sheet.name}!{cell}: Nicht als Eintrag gelesen ({reason}): {lines}{begin}."
        problems.append(warning("rows-skipped", message, table.sheet.name, cell))
    return problems
