"""Tables as text: the encoding and the separator are found, and every value stays text."""

import csv
import io
from pathlib import PurePath

from importers.problems import Problem, warning
from importers.reading.format import READABLE, refusal
from importers.reading.limits import Limits
from importers.sheet import Sheet, type_of_value

_SEPARATORS = ";,\t|"
_SAMPLE = 60


def read(name: str, content: bytes, limits: Limits, problems: list[Problem]) -> list[Sheet]:
    """One sheet, named after the file. Raises UnreadableFile for what is no text or too large."""
    text = _decoded(content, problems)
    stated = text[:4].lower() == "sep=" and text[5:6] in ("\r", "\n")  # a line that Excel understands and hides
    separator = text[4] if stated else _separator(text)
    if stated:
        text = text.split("\n", 1)[1] if "\n" in text else ""
    rows = _rows(text, separator, limits)
    stem = PurePath(name.replace("\\", "/")).stem
    return [Sheet(stem, [[value or None for value in row] for row in rows])]


def _decoded(content: bytes, problems: list[Problem]) -> str:
    text = _text(content, problems)
    blanks = text.count("\x00")
    if blanks > len(text) // 100 + 10:
        raise refusal("file-unreadable", f"Die Datei ist keine Tabelle und kein Text. {READABLE}")
    if blanks:
        problems.append(
            warning("control-characters", f"Die Datei enthält {blanks} Null-Zeichen; sie wurden beim Lesen entfernt.")
        )
        text = text.replace("\x00", "")
    return text


def _text(content: bytes, problems: list[Problem]) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError as trouble:
            raise refusal("file-unreadable", "Die Textdatei (UTF-16) ist beschädigt oder unvollständig.") from trouble
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError as trouble:
        raise refusal(
            "file-unreadable",
            "Die Zeichenkodierung der Textdatei ist nicht erkennbar (weder UTF-8 noch Windows-1252). Bitte in Excel "
            "als „CSV UTF-8 (durch Trennzeichen getrennt)“ speichern.",
        ) from trouble
    problems.append(
        warning(
            "encoding-guessed",
            "Die Textdatei ist nicht in UTF-8 kodiert; sie wurde als Windows-1252 gelesen. Bitte prüfen, ob die "
            "Umlaute stimmen.",
        )
    )
    return text


def _separator(text: str) -> str:
    """The separator that splits the first records most evenly; a semicolon where none splits anything."""
    lines = text[:200_000].splitlines(keepends=True)[:-1] or [text[:200_000]]
    best, best_score = ";", 0.0
    for candidate in _SEPARATORS:
        try:
            widths = [len(row) for row in csv.reader(lines[: _SAMPLE * 3], delimiter=candidate) if any(row)][:_SAMPLE]
        except csv.Error:
            continue
        usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
        score = (usual - 1) * widths.count(usual) / max(len(widths), 1)
        if score > best_score:
            best, best_score = candidate, score
    return best


def _rows(text: str, separator: str, limits: Limits) -> list[list[type_of_value]]:
    csv.field_size_limit(limits.cell_text)
    rows: list[list[type_of_value]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows.append(list(row))
            cells += len(row)
            if len(row) > limits.columns and sum(map(bool, row)) > limits.columns:
                raise refusal("file-limit", f"Zeile {len(rows)} hat mehr als {limits.columns} Spalten.")
            if len(rows) > limits.rows or cells > limits.cells:
                raise refusal("file-limit", "Die Textdatei hat mehr Zeilen oder Werte, als hier gelesen werden können.")
    except csv.Error as trouble:
        raise refusal(
            "file-limit",
            f"Nach Zeile {len(rows)} folgt ein Wert mit mehr als {limits.cell_text} Zeichen. Wahrscheinlich ist ein "
            "Anführungszeichen nicht geschlossen.",
        ) from trouble
    return rows
