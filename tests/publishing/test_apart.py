"""What a server has done by a child is what it would have done itself; a refusal comes through as a sentence."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from masterplan.briefings.template_files import VARIABLE, TemplateUnfit
from masterplan.briefings.templates.build import build
from masterplan.publishing import apart, briefings
from masterplan.publishing.formats import render
from masterplan.store.engine import Database
from tests.briefings.sample import BRIEFING
from tests.publishing.conftest import NOW, STAFF, STICHTAG


@pytest.fixture
def _serving(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_serving", [])


@pytest.mark.usefixtures("_serving")
def test_a_content_and_a_file_from_a_child_are_the_same(database: Database) -> None:
    order = briefings.order(database, STICHTAG, NOW, "bund-2020", by=STAFF)
    content = briefings.content(database, order, software="test")
    file = render(BRIEFING, "pdf")
    apart.serve()
    assert briefings.content(database, order, software="test") == content
    assert render(BRIEFING, "pdf") == file


@pytest.mark.usefixtures("_serving")
def test_a_template_that_is_unfit_is_refused_with_its_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own: Any = Presentation(BytesIO(build()))
    own.slide_layouts.get_by_name("Folie").name = "Andere"
    own.save(tmp_path / "briefing.pptx")
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    apart.serve()
    with pytest.raises(TemplateUnfit, match="fehlt das Folienlayout „Folie“"):
        render(BRIEFING, "pptx")
