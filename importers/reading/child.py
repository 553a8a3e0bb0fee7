"""What the guarded child does with a file: find its format, read it with the right reader, hand over what was read."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from importers.problems import Problem
from importers.reading import csv, fast, xlsx
from importers.reading.archive import open_archive
from importers.reading.format import TOO_MUCH_TEXT, Format, find_format
from importers.reading.limits import Limits
from importers.reading.wire import UnreadableFile, marks_message, problem_message, row_messages, to_line
from importers.sheet import Sheet

Read = tuple[Iterable[Sheet], list[Problem]]


class Sink:
    """The way back to the parent, with an end to its patience."""

    def __init__(self, descriptor: int, limits: Limits) -> None:
        self._descriptor = descriptor
        self._left = limits.handed_over
        self._limits = limits

    def tell(self, message: dict[str, Any]) -> None:
        line = to_line(message)
        self._left -= len(line)
        if self._left < 0:
            raise UnreadableFile([TOO_MUCH_TEXT])
        _write(self._descriptor, line)


def answer(name: str, content: int, answers: int, limits: Limits) -> None:
    """Read the file behind the descriptor ``content`` and write what it holds to ``answers``."""
    sink = Sink(answers, limits)

    def stop(refused: UnreadableFile) -> None:
        _refuse(answers, refused)
        os._exit(0)

    try:
        sheets, problems = read(name, _whole(content), limits, stop)
        for sheet in sheets:
            sink.tell({"k": "sheet", "name": sheet.name, "hidden": sheet.hidden})
            for message in row_messages(sheet.rows):
                sink.tell(message)
            sink.tell(marks_message(sheet))
            sheet.rows.clear()
        for problem in problems:
            sink.tell(problem_message(problem))
    except UnreadableFile as refused:
        _refuse(answers, refused)


def _refuse(answers: int, refused: UnreadableFile) -> None:
    for problem in refused.problems:
        _write(answers, to_line(problem_message(problem)))
    _write(answers, to_line({"k": "refused"}))


def tell_crash(answers: int, trace: str) -> None:
    """Why a reader broke off, for the log."""
    _write(answers, to_line({"k": "crash", "trace": trace}))


def read(name: str, content: bytes, limits: Limits, stop: Callable[[UnreadableFile], None]) -> Read:
    """The sheets, and a list of problems that is complete once all sheets were taken. Raises UnreadableFile.

    A reader that works in two threads calls ``stop`` where the second one must refuse the file.
    """
    found = find_format(name, content)
    problems = list(found.problems)
    if found.format == Format.CSV:
        return csv.read(name, content, limits, problems), problems
    if found.format == Format.XLS:
        return fast.read_old(content, limits, problems), problems
    archive = open_archive(content, limits)
    if found.format == Format.ODS:
        return fast.read_libreoffice(archive, content, limits, problems), problems
    tables = sum(entry.file_size for entry in archive.infolist() if fast.is_large_part(entry.filename))
    if tables <= limits.exact:
        return xlsx.read(archive, limits, problems), problems
    return fast.read(archive, content, limits, problems, stop), problems


def _whole(descriptor: int) -> bytes:
    return os.pread(descriptor, os.fstat(descriptor).st_size, 0)


def _write(descriptor: int, line: bytes) -> None:
    with memoryview(line) as view:
        written = 0
        while written < len(line):
            written += os.write(descriptor, view[written:])
