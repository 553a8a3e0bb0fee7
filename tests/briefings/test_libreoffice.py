"""LibreOffice opens what is rendered for an office, and prints it without a complaint."""

from pathlib import Path

from masterplan.publishing.formats import render
from tests.briefings.rendering import as_pdf_by_libreoffice
from tests.briefings.sample import BRIEFING
from tests.briefings.test_as_docx import WHOLE
from tests.machine import LIBREOFFICE, LIBREOFFICE_CALC, LIBREOFFICE_WRITER


def test_libreoffice_opens_slides_document_and_workbook(tmp_path: Path) -> None:
    files = {
        "slides.pptx": (LIBREOFFICE, render(BRIEFING, "pptx")),
        "document.docx": (LIBREOFFICE_WRITER, render(WHOLE, "docx")),
        "workbook.xlsx": (LIBREOFFICE_CALC, render(BRIEFING, "xlsx")),
    }
    printed = as_pdf_by_libreoffice(files, tmp_path)
    assert all(content.startswith(b"%PDF") for content in printed.values())
