"""A delivered file becomes a workbook of plain values; whatever the file is, reading it harms nobody.

The reading itself happens in a guarded child process (``guard``). Formats: .xlsx, .xlsm, .xls, .ods, .csv,
told by content, not by name.
"""

import hashlib
import logging
from pathlib import Path

from importers.problems import Problem, error
from importers.reading import guard
from importers.reading.limits import LIMITS, MEGABYTE, Limits
from importers.reading.wire import BrokenAnswer, RowTaker, UnreadableFile, problem_of, take_marks
from importers.sheet import Sheet, Workbook

__all__ = ["LIMITS", "Limits", "UnreadableFile", "read_bytes", "read_workbook", "warm_up"]

_log = logging.getLogger(__name__)
warm_up = guard.warm_up


def read_workbook(path: Path, limits: Limits = LIMITS) -> Workbook:
    """The workbook in the file at ``path``. Raises UnreadableFile, also when there is no such file."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= limits.packed else b""
    except OSError as trouble:
        _log.info("%s cannot be opened: %s", path, trouble)
        raise UnreadableFile(
            [error("file-unreadable", f"Die Datei „{path.name}“ wurde nicht gefunden oder lässt sich nicht öffnen.")]
        ) from trouble
    if size > limits.packed:
        raise _too_big(size, limits)
    return read_bytes(path.name, content, limits)


def read_bytes(name: str, content: bytes, limits: Limits = LIMITS) -> Workbook:
    """The workbook in ``content``, which was delivered under ``name``. Raises UnreadableFile."""
    if len(content) > limits.packed:
        raise _too_big(len(content), limits)
    digest = hashlib.sha256(content).hexdigest()
    try:
        sheets, problems = _collected(name, content, limits)
    except guard.GuardLost:
        sheets, problems = _collected(name, content, limits)
    return Workbook(name, digest, sheets, problems)


def _collected(name: str, content: bytes, limits: Limits) -> tuple[list[Sheet], list[Problem]]:
    sheets: list[Sheet] = []
    problems: list[Problem] = []
    taker = RowTaker()
    rows = cells = 0
    for message in guard.answers(name, content, limits):
        match message.get("k"):
            case "sheet":
                sheets.append(Sheet(str(message["name"]), [], bool(message["hidden"])))
                taker = RowTaker(limits.rows)
            case "rows":
                taker.take(message)
            case "marks":
                take_marks(sheets[-1], message)
                sheets[-1].rows = taker.finished()
                rows += len(sheets[-1].rows)
                cells += taker.cells
                taker = RowTaker()
            case "problem":
                problems.append(problem_of(message))
            case "refused":
                raise UnreadableFile(problems)
            case "crash":
                _log.info("%s cannot be read: %s", name, message.get("trace"))
            case other:
                raise BrokenAnswer(f"unknown message {other!r}")
        if rows + len(taker.rows) > limits.rows or cells + taker.cells > limits.cells:
            raise _too_many(limits)
    return sheets, problems


def _too_many(limits: Limits) -> UnreadableFile:
    message = (
        f"Die Datei hat mehr Zeilen oder Werte, als hier gelesen werden können (Zeilen: {limits.rows}, "
        f"Werte: {limits.cells}). Bitte auf mehrere Dateien verteilen."
    )
    return UnreadableFile([error("file-limit", message)])


def _too_big(size: int, limits: Limits) -> UnreadableFile:
    message = (
        f"Die Datei ist {size / MEGABYTE:.0f} MB groß; erlaubt sind {limits.packed // MEGABYTE} MB. "
        "Bitte Bilder und nicht benötigte Blätter entfernen."
    )
    return UnreadableFile([error("file-limit", message)])
