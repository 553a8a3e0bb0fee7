from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from importers.pipeline import Options, import_files
from masterplan.actions.issue import ANSWER, BRIEFING, issued_documents
from masterplan.actions.offered import Offered
from masterplan.domain.access import Actor, Role
from masterplan.domain.filters import Filters, narrowed
from masterplan.domain.view import PlanView, build
from masterplan.publishing import answers, briefings
from masterplan.store import reading
from masterplan.store.engine import Database
from tests.conftest import Fill
from tests.files import measures, plan
from tests.pages.offering import counts, offered

STAFF, CABINET = Actor("Staatskanzlei", Role.CHANCELLERY), Actor("Kabinett", Role.CABINET)
FIRST, SECOND = date(2020, 12, 31), date(2021, 12, 31)
NOW = datetime(2022, 6, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _plainly_rendered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(briefings, "render", lambda content, name: f"{name} {content.facts.link}".encode())
    monkeypatch.setattr(answers, "rendered", lambda content, names: dict.fromkeys(names, b"file"))


def _reported(opened: Database) -> None:
    """Two measures, of which one is completed at the second day."""
    for on, state in ((FIRST, "in Umsetzung"), (SECOND, "abgeschlossen")):
        rows = [(1, "Portal *neu*", "SMI", state, "Ende 2021", None), (2, "Netz", "SMF", "geplant", "2020", None)]
        files = [measures(f"{on}", *rows), plan("SMI", f"{on}", (1, "Akte", "Z1", "2021", "geplant"))]
        at = datetime(on.year + 1, 1, 15, tzinfo=UTC)
        assert import_files(opened, files, Options(), by=STAFF, at=at).applied


@pytest.fixture
def database(filled: Callable[[Fill], Database]) -> Database:
    """A plan that was reported twice."""
    return filled(_reported)


def _page(plan: "PlanView", offered: "Offered", name: str) -> None:  # runs alone: names are not known there
    from masterplan.pages import answers, briefings

    {"briefings": briefings, "answers": answers}[name].show(plan, offered)


def _shown(
    name: str, database: Database, actor: Actor = STAFF, at: datetime = NOW, stichtag: date = SECOND,
    filters: Filters | None = None, **address: str,
) -> AppTest:  # fmt: skip
    audience = "all" if actor.role == Role.CHANCELLERY else "released"
    whole = build(reading.cut(database, stichtag, at, audience))
    view = narrowed(whole, filters) if filters else whole
    more: dict[str, Any] = {
        "database": database, "actor": actor, "now": at, "revision": reading.data_revision(database),
        "filters": filters or Filters(), "key": (whole.revision, stichtag),
    }  # fmt: skip
    run = AppTest.from_function(_page, args=(view, offered(whole, FIRST, SECOND, **more), name), default_timeout=60)
    for parameter, value in address.items():
        run.query_params[parameter] = value
    run.run()
    assert not run.exception
    return run


def _said(page: AppTest) -> str:
    return " ".join(text.value for text in [*page.markdown, *page.info, *page.success, *page.error]).replace("\\", "")


def _issue(database: Database, stichtag: date, at: datetime, key: str) -> None:
    order = briefings.order(database, stichtag, at, "bund-2020", by=STAFF)
    content = briefings.content(database, order, software="1.0")
    briefings.issue(database, order, content, reference="2022-02-01", by=STAFF, at=at, form_key=key)


def test_a_briefing_is_issued_from_the_page_after_a_confirmation_and_once(database: Database) -> None:
    page = _shown("briefings", database)
    assert "noch kein Bericht herausgegeben" in _said(page)
    page = _shown("briefings", database, entwurf="ja")
    assert counts(page)["Abgeschlossene Maßnahmen"] == "1"
    button = next(one for one in page.button if one.label == "Bericht herausgeben")
    button.click().run()
    assert "Bitte bestätigen Sie" in page.error[0].value
    page = _shown("briefings", database, entwurf="ja")
    page.checkbox[0].check()
    next(one for one in page.button if one.label == "Bericht herausgeben").click().run()
    assert not page.exception
    assert "Bericht 1 zum 31.12.2021 ist herausgegeben." in _said(page)
    [issued] = issued_documents(database, BRIEFING, by=STAFF)
    assert (issued.by, set(issued.files)) == ("Staatskanzlei", {"pptx", "pdf", "docx", "xlsx"})


def test_what_changed_while_somebody_looked_is_not_issued_unseen(database: Database) -> None:
    page = _shown("briefings", database, entwurf="ja")
    page.checkbox[0].check()
    button = next(one for one in page.button if one.label == "Bericht herausgeben")
    page.session_state["wish"] = ("issue", "briefing", str(button.key).rsplit("_", 1)[-1],
                                  {"reference": None, "sure": True, "rule": "bund-2020", "seen": 1})  # fmt: skip
    page.run()
    assert "Inzwischen wurde der Plan geändert" in _said(page)
    assert issued_documents(database, BRIEFING, by=STAFF) == []


def test_the_cabinet_reads_compares_and_follows_a_figure_to_its_cells_but_issues_nothing(database: Database) -> None:
    _issue(database, FIRST, NOW, "a")
    _issue(database, SECOND, NOW + timedelta(days=1), "b")
    page = _shown("briefings", database, CABINET, NOW + timedelta(days=2), herkunft="measures.completed")
    assert [heading.value for heading in page.header] == ["Bericht 2 zum 31.12.2021", "Zwei Berichte nebeneinander"]
    assert "Bericht herausgeben" not in [one.label for one in page.button]
    listed, evidence, figures, values = (table.value for table in page.dataframe)
    assert listed["Nr."].tolist() == [2, 1]
    assert listed["Kabinett"].tolist() == ["01.02.2022"] * 2
    assert "Maßnahmen_2021-12-31.xlsx, Tabelle!D4, Stand 31.12.2021" in evidence["Fundstelle"].tolist()
    completed = figures[figures["Kennzahl"].eq("Abgeschlossene Maßnahmen")]
    assert completed.iloc[0].tolist()[1:] == ["0 (von 2 Maßnahmen)", "1 (von 2 Maßnahmen)", "● anders"]
    assert "abgeschlossen" in values["später"].tolist()


def test_errata_are_computed_when_they_are_asked_for(database: Database) -> None:
    _issue(database, SECOND, NOW, "a")
    assert "stünde im Bericht dasselbe" in _said(_shown("briefings", database, CABINET, errata="ja"))
    rows = [(1, "Portal *neu*", "SMI", "in Umsetzung", "Ende 2021", None), (2, "Netz", "SMF", "geplant", "2020", None)]
    later = NOW + timedelta(days=1)
    assert import_files(database, [measures(f"{SECOND}", *rows)], Options(), by=STAFF, at=later).applied
    page = _shown("briefings", database, CABINET, later + timedelta(days=1), errata="ja")
    table = next(one.value for one in page.dataframe if "stand dort" in one.value.columns)
    row = table[table["Gegenstand"].str.contains("Abgeschlossene Maßnahmen")].iloc[0]
    assert (row["stand dort"], row["richtig ist"]) == ("1 (von 2 Maßnahmen)", "0 (von 2 Maßnahmen)")
    assert "Tabelle!D4" in row["Grund"]


def test_a_question_is_answered_archived_and_found_again(database: Database) -> None:
    filters = Filters(ministries=("SMI",))
    page = _shown("answers", database, filters=filters, stichtag=FIRST)
    assert "Am 31.12.2020 trifft die Frage auf 1 Maßnahme zu." in _said(page)
    archive = next(one for one in page.button if one.label == "Antwort archivieren")
    archive.click().run()
    assert "Nummer der Drucksache" in page.error[0].value
    page = _shown("answers", database, filters=filters, stichtag=FIRST)
    page.text_input[0].set_value("7/1234")
    next(one for one in page.button if one.label == "Antwort archivieren").click().run()
    assert not page.exception
    assert "unter Drs. 7/1234 archiviert" in _said(page)
    [issued] = issued_documents(database, ANSWER, by=STAFF)
    assert issued.reference == "7/1234"
    again = _shown("answers", database, filters=filters, at=NOW + timedelta(days=1))
    assert "Dieselbe Frage wurde unter Drs. 7/1234 zum 31.12.2020 beantwortet" in _said(again)
    assert "Frühere Antwort" in [heading.value for heading in again.header]
    of_cabinet = _shown("answers", database, CABINET, NOW + timedelta(days=1))
    assert [heading.value for heading in of_cabinet.header] == ["Archivierte Antworten", "Frage"]
