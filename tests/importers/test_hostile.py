"""A museum of hostile files: what must happen to each, and within how many seconds."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from importers.reading import LIMITS, UnreadableFile, guard, guard_server, read_bytes, warm_up
from importers.reading.format import Format
from tests.importers import nasty

SECONDS = 30  # of a machine on which other tests run; alone, the slowest takes five
GERMAN = re.compile(r"\b(Datei|Blatt|Zelle|Text|Arbeitsmappe)\b")
FOREIGN = re.compile(r"Traceback|Error|openpyxl|calamine|/usr|\.py\b")

REFUSED: list[tuple[Callable[[], bytes], str, str]] = [
    (nasty.zip_bomb, "file-limit", "ungewöhnlich groß"),
    (nasty.lying_size, "file-unreadable", "Größenangabe"),
    (nasty.overlapping, "file-unreadable", "überlappen"),
    (nasty.many_parts, "file-limit", "Teilen"),
    (nasty.doubled_part, "file-unreadable", "zweimal"),
    (nasty.entity_bomb, "file-unreadable", "DOCTYPE"),
    (lambda: nasty.entity_bomb("xl/styles.xml"), "file-unreadable", "DOCTYPE"),
    (lambda: nasty.entity_bomb("xl/workbook.xml"), "file-unreadable", "DOCTYPE"),
    (nasty.external_entity, "file-unreadable", "DOCTYPE"),
    (nasty.hidden_doctype, "file-unreadable", "Kodierung"),
    (nasty.far_corner, "file-limit", "XFD1048576"),
    (nasty.far_corner_large, "file-limit", "XFD1048576"),
    (nasty.whole_sheet_merged, "file-limit", "verbunden"),
    (nasty.many_merges, "file-limit", "verbunden"),
    (nasty.lying_string_count_large, "file-limit", "Speicher"),
    (nasty.missing_string, "file-unreadable", "beschädigt"),
    (nasty.repeated_long_text, "file-limit", "Speicher|Text"),
    (nasty.long_text, "file-limit", "Tabelle!A1"),
    (nasty.many_sheets, "file-limit", "Blätter"),
    (nasty.many_columns, "file-limit", "Spalten"),
    (nasty.many_styles, "file-limit", "groß"),
    (nasty.encrypted, "file-protected", "Kennwort"),
    (nasty.zip_with_password, "file-protected", "Kennwort"),
    (nasty.truncated, "file-unreadable", "unvollständig"),
    (nasty.nested, "file-unreadable", "ZIP-Archiv"),
    (nasty.repeated_ods, "file-limit", "Tabelle!A1"),
    (nasty.encrypted_ods, "file-protected", "Kennwort"),
    (nasty.bit_flipped, "file-unreadable", "beschädigt"),
]

NEUTRALISED: list[tuple[Callable[[], bytes], list[str]]] = [
    (nasty.million_empty_rows, []),
    (nasty.lying_string_count, []),
    (nasty.deep_nesting, []),
    (nasty.regex_trap, []),
    (nasty.with_macros, ["macro"]),
    (nasty.with_external_link, ["external-link"]),
]

FOREIGN_FILES = [
    (b"%PDF-1.7 ...", "PDF"),
    (b"<!DOCTYPE html><html><table><tr><td>1", "HTML"),
    (b"\n <table border=1><tr><td>1", "HTML"),
    (b"\x89PNG\r\n\x1a\n....", "Bild"),
    (b"{\\rtf1 ...", "RTF"),
    (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "Excel 2003"),
    (b"PK\x03\x04" + b"\x00" * 100, "unvollständig"),
    (nasty.OLD_CONTAINER + b"\x00" * 4_000, "altes Office"),
    (nasty.OLD_CONTAINER + b"\x00" * 600 + "Workbook".encode("utf-16-le") + b"\x00" * 4_000, "beschädigt"),
]


@pytest.fixture(scope="module", autouse=True)
def _server() -> None:
    warm_up()


def refusal(content: bytes, name: str = "Plan.xlsx") -> UnreadableFile:
    with pytest.raises(UnreadableFile) as refused:
        read_bytes(name, content)
    for problem in refused.value.problems:
        assert GERMAN.search(problem.message)
        assert not FOREIGN.search(problem.message)
    return refused.value


@pytest.mark.parametrize(("make", "code", "says"), REFUSED)
def test_a_hostile_file_is_refused_with_a_german_sentence(make: Callable[[], bytes], code: str, says: str) -> None:
    content = make()
    start = time.monotonic()
    (problem,) = refusal(content).problems
    assert time.monotonic() - start < SECONDS
    assert problem.code == code
    assert re.search(says, problem.message)


@pytest.mark.parametrize(("make", "codes"), NEUTRALISED)
def test_a_strange_but_readable_file_is_read_without_harm(make: Callable[[], bytes], codes: list[str]) -> None:
    content = make()
    start = time.monotonic()
    workbook = read_bytes("Plan.xlsx", content)
    assert time.monotonic() - start < SECONDS
    assert [problem.code for problem in workbook.problems] == codes
    assert len(workbook.sheets[0].rows) <= 2


@pytest.mark.parametrize(("content", "says"), FOREIGN_FILES)
@pytest.mark.parametrize("name", ["Plan.xlsx", "Plan.csv", "Plan"])
def test_a_file_of_another_kind_is_named_for_what_it_is(content: bytes, says: str, name: str) -> None:
    assert says in str(refusal(content, name))


@pytest.mark.parametrize(
    ("name", "content", "rows"),
    [
        ("Plan.xlsx", b"Nr.;Titel\n1;Portal\n", [["Nr.", "Titel"], ["1", "Portal"]]),
        ("Plan.csv", nasty.workbook(), [["Nr.", "Titel"], [1, "Portal ausbauen"]]),
        ("Plan.xls", nasty.workbook(), [["Nr.", "Titel"], [1, "Portal ausbauen"]]),
    ],
)
def test_a_wrong_extension_is_told_and_the_file_is_read_as_what_it_is(
    name: str, content: bytes, rows: list[list[object]]
) -> None:
    workbook = read_bytes(name, content)
    assert [problem.code for problem in workbook.problems] == ["wrong-extension"]
    assert workbook.sheets[0].rows == rows


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    assert "MB groß" in str(refusal(b"x" * (LIMITS.packed + 1)))


def test_a_file_that_keeps_its_reader_busy_is_given_up() -> None:
    impatient = replace(LIMITS, seconds=1, seconds_per_megabyte=0.0)
    with pytest.raises(UnreadableFile, match="zu lange"):
        read_bytes("Plan.xlsx", nasty.many_different_styles(), impatient)


FORBIDDEN_DEEDS = [
    "import socket; socket.socket()",
    "import os; os.system('true')",
    "import os; os.fork()",
    "import subprocess; subprocess.run(['true'])",
    "open('{path}', 'w')",
    "import os; os.open('{path}', os.O_WRONLY | os.O_CREAT)",
    "import os; os.remove('{path}')",
]


@pytest.mark.parametrize("deed", FORBIDDEN_DEEDS)
def test_the_child_ends_at_the_first_thing_it_must_not_do(deed: str, tmp_path: Path) -> None:
    import subprocess
    import sys

    path = tmp_path / "file"
    program = (
        "from importers.reading.guard_server import lock_in; from importers.reading.limits import LIMITS;"
        f"import socket, subprocess; lock_in(LIMITS, 5); {deed.format(path=path)}; print('done')"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert ended.returncode == guard_server.FORBIDDEN
    assert b"done" not in ended.stdout
    assert not path.exists()


def test_reading_goes_on_after_the_server_was_killed() -> None:
    read_bytes("Plan.xlsx", nasty.workbook())
    server = guard._running()
    server.process.kill()
    server.process.wait()
    assert read_bytes("Plan.xlsx", nasty.workbook()).sheets[0].rows[1] == [1, "Portal ausbauen"]


def test_many_threads_read_at_the_same_time() -> None:
    found: list[int] = []

    def read(number: int) -> None:
        content = nasty.with_sheet(f'<row r="1"><c r="A1"><v>{number}</v></c></row>')
        value = read_bytes("Plan.xlsx", content).sheets[0].rows[0][0]
        assert isinstance(value, int)
        found.append(value - number)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [0] * 12


def test_the_formats_a_reader_is_offered_are_those_the_child_reads() -> None:
    assert {found.value for found in Format} == {".xlsx", ".xlsm", ".xls", ".ods", ".csv"}
