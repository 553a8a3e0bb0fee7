"""The real files, issued and read back: the same figures in each, nothing that is not for the reader, no formula."""

from datetime import timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from importers.reading import read_bytes
from masterplan.actions import issue as issuing
from masterplan.actions.issue import ANSWER, BRIEFING
from masterplan.domain.cabinet.inquiry import Inquiry
from masterplan.domain.filters import Filters
from masterplan.domain.plan import Kind
from masterplan.publishing import answers, briefings
from masterplan.publishing.formats import rendered
from masterplan.store.engine import Database
from tests.briefings import test_as_docx as word
from tests.briefings import test_as_pdf as pdf
from tests.briefings import test_as_pptx as slides
from tests.briefings import test_as_xlsx as sheets
from tests.publishing.conftest import NOW, PERSON, SECRET, STAFF, STICHTAG

AT = NOW + timedelta(hours=1)


def _read(files: dict[str, bytes]) -> dict[str, str]:
    """All text of each file, with single blanks."""
    found = {}
    if "pptx" in files:
        shown = slides.opened(files["pptx"]).slides
        found["pptx"] = "\n".join(slides.texts(slide) for slide in shown)
        found["pdf"] = pdf.read(files["pdf"])
    document = word.opened(files["docx"])
    cells = [cell for table in word.rows(document) for row in table for cell in row]
    found["docx"] = "\n".join([*(one.text for one in document.paragraphs), *cells])
    book = sheets.opened(files["xlsx"])
    found["xlsx"] = "\n".join(str(cell) for sheet in book for row in sheets.rows(sheet) for cell in row if cell)
    return {name: " ".join(text.split()) for name, text in found.items()}


def test_an_issued_briefing_says_the_same_figures_in_every_file_and_nothing_that_is_not_released(
    database: Database,
) -> None:
    order = briefings.order(database, STICHTAG, AT, "bund-2020", by=STAFF)
    content = briefings.content(database, order, software="1.0")
    issued = briefings.issue(database, order, content, reference=None, by=STAFF, at=AT, form_key="a")
    files = {
        name: issuing.file_of(database, BRIEFING, issued.number, name, by=STAFF, at=AT) for name in issued.files
    }
    read = _read(files)
    assert set(read) == {"pptx", "pdf", "docx", "xlsx"}
    for figure in content.figures():
        for name, text in read.items():
            assert " ".join(figure.text.split()) in text, f"{figure.title} in {name}"
    for name, text in read.items():
        assert SECRET not in text, name
        assert PERSON not in text, name
    assert SECRET not in issuing.said_in(database, issued, by=STAFF)
    assert rendered(content, files) == files, "the same program gives the same bytes"
    draft = _read(rendered(briefings.content(database, order, software="1.0", draft=True), files))
    assert all(SECRET in text and "Entwurf" in text for text in draft.values())


@pytest.fixture
def answer(database: Database) -> dict[str, bytes]:
    """The files of an archived answer about all measures."""
    inquiry = Inquiry(Kind.MEASURE, "bund-2020", Filters(ministries=("SMI",)))
    prepared = answers.prepare(database, inquiry, STICHTAG, AT, by=STAFF, reference="7/1234", software="1.0")
    issued = answers.archive(database, prepared, by=STAFF, at=AT, form_key="a")
    return {name: issuing.file_of(database, ANSWER, issued.number, name, by=STAFF, at=AT) for name in issued.files}


def test_an_answer_is_a_document_and_a_workbook_with_the_cell_of_each_value(answer: dict[str, bytes]) -> None:
    for name, text in _read(answer).items():
        assert "Drs. 7/1234" in text, name
        assert "Maßnahmen_2021-12-31.xlsx, Tabelle!" in text, name
        assert SECRET not in text, name
        assert PERSON not in text, name


def test_no_cell_of_a_workbook_runs_and_its_texts_come_back_as_they_were(answer: dict[str, bytes]) -> None:
    book = load_workbook(BytesIO(answer["xlsx"]))
    assert not [cell.coordinate for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    texts = {cell for sheet in read_bytes("Antwort.xlsx", answer["xlsx"]).sheets for row in sheet.rows for cell in row}
    assert any(str(text).startswith("@Schulung") for text in texts)
