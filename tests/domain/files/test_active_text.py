"""No text that leaves us runs as a formula, and every one of them comes back as it was."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.reading import read_bytes
from masterplan.domain.files.active_text import harmless, restored
from masterplan.domain.files.table_file import as_csv

BEGINNINGS = st.sampled_from(["", "'", "''", "=", "+", "-", "@", "\t", "\r", "\n", " ", "＝", "-5", "'-5", "1"])


@given(st.builds(str.__add__, BEGINNINGS, st.text()))
def test_a_text_comes_back_as_it_was_and_what_leaves_does_not_begin_like_a_formula(text: str) -> None:
    left = harmless(text)
    assert isinstance(left, str)
    assert restored(left) == text
    is_number = left.strip("+-0123456789.,% \u00a0") == "" and not left.startswith((" ", "\t", "\r", "\n"))
    assert is_number or not left.lstrip().startswith(tuple("=+-@＝＋－＠"))


@pytest.mark.parametrize("value", [-5, 3.5, None, True, "-5", "+3,5 %", "Amt24", "'s ist", "1.234,5"])
def test_numbers_and_plain_words_stay_as_they_are(value: object) -> None:
    assert harmless(value) is value


def test_a_file_of_ours_read_again_has_the_texts_of_before() -> None:
    texts = ["=1+1", "-Beginn", "@SUMME(A1)", "'=1", "+49 351 1", "  =2", "Amt24"]
    content = as_csv(pd.DataFrame({"Titel": texts, "=Spalte": "x"}), "=Titel", "Text", date(2021, 6, 30), "Wörter")
    [sheet] = read_bytes("Titel.csv", content).sheets
    assert [row[0] for row in sheet.rows[-7:]] == texts
    assert sheet.rows[-8][:2] == ["Titel", "=Spalte"]
    assert b";=" not in content
    assert b"\n=" not in content
