"""Tables as text: encodings, separators, and values that stay as they were written."""

import pytest

from importers.reading import UnreadableFile, read_bytes

ROWS = [["Nr.", "Titel", "Anteil"], ["01", "Größe; Maß", "0,75"], ["02", "zwei\nZeilen", None]]
SEMICOLONS = 'Nr.;Titel;Anteil\r\n01;"Größe; Maß";0,75\r\n02;"zwei\nZeilen";\r\n'


@pytest.mark.parametrize(
    ("content", "guessed"),
    [
        (SEMICOLONS.encode(), False),
        (SEMICOLONS.encode("utf-8-sig"), False),
        (SEMICOLONS.encode("utf-16"), False),
        (b"\xfe\xff" + SEMICOLONS.encode("utf-16-be"), False),
        (SEMICOLONS.encode("cp1252"), True),
        (("sep=;\r\n" + SEMICOLONS).encode(), False),
        (b'Nr.,Titel,Anteil\n01,"Gr\xc3\xb6\xc3\x9fe; Ma\xc3\x9f","0,75"\n02,"zwei\nZeilen",\n', False),
        (b'Nr.\tTitel\tAnteil\n01\tGr\xc3\xb6\xc3\x9fe; Ma\xc3\x9f\t0,75\n02\t"zwei\nZeilen"\t\n', False),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be", "windows-1252", "sep=", "comma", "tab"],
)
def test_the_same_table_is_read_from_every_encoding_and_separator(content: bytes, guessed: bool) -> None:
    workbook = read_bytes("Vorhaben 2020.csv", content)
    (sheet,) = workbook.sheets
    assert sheet.name == "Vorhaben 2020"
    assert [[*row, None][:3] for row in sheet.rows] == ROWS
    assert [problem.code for problem in workbook.problems] == (["encoding-guessed"] if guessed else [])


def test_title_lines_and_ragged_rows_do_not_hide_the_separator() -> None:
    text = "Masterplan, Stand 30.06.2020\n\nNr.;Titel;Anteil\n1;a;0,5\n2;b;0,25;zu viel\n3\n"
    (sheet,) = read_bytes("x.csv", text.encode()).sheets
    assert sheet.rows[2] == ["Nr.", "Titel", "Anteil", None][: len(sheet.rows[2])]
    assert sheet.rows[4][:4] == ["2", "b", "0,25", "zu viel"]


def test_null_characters_are_taken_out_and_told() -> None:
    workbook = read_bytes("x.csv", b"Nr.;Titel\n1;Por\x00tal\n")
    assert workbook.sheets[0].rows[1] == ["1", "Portal"]
    assert [problem.code for problem in workbook.problems] == ["control-characters"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "leer"),
        (bytes(range(256)) * 50, "keine Tabelle|Kodierung|Zeichenkodierung"),
        (b'a;b\n1;"' + b"x;\n" * 60_000, "Anführungszeichen"),
        (b"a;" * 3_000 + b"\n" + b"1;" * 3_000, "Spalten"),
    ],
    ids=["empty", "binary", "open quote", "columns"],
)
def test_what_is_no_table_is_refused_in_german(content: bytes, says: str) -> None:
    with pytest.raises(UnreadableFile, match=says):
        read_bytes("x.csv", content)
