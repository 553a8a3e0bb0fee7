"""Reporting in real browsers: two people at one item, a double click, the way in from a reminder."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from masterplan.actions.rounds import open_round
from masterplan.domain.access import Role
from masterplan.store import item_log, reading
from masterplan.store.engine import Database, open_database
from tests import logins
from tests.browsing import serious, settled
from tests.reporting import CHANCELLERY, form_key, measure, plan

HEADING = "Meine Aufgaben"


@pytest.fixture
def small(tmp_path: Path) -> Iterator[tuple[str, Database]]:
    """A plan of two measures of the SMI, in a database of its own."""
    url = f"sqlite:///{tmp_path / 'masterplan.db'}"
    database = open_database(url)
    plan(database, measure(), measure(number="2", title="Portal"))
    yield url, database
    database.engine.dispose()


def _history(database: Database, key: str) -> list[dict[str, object]]:
    with database.reading() as connection:
        row = item_log.item_row(connection, key)
        return [dict(one.fields) for one in item_log.history(connection, row.id, reading.newest_revision(connection))]


def _type(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_label(label, exact=True).press("Tab")
    page.get_by_text("Ihre Eingaben sind als Entwurf gesichert").wait_for()
    settled(page)


def test_two_people_at_one_item_both_see_what_the_other_wrote(
    page: Page, browser: Browser, app_address: Callable[[str], str], small: tuple[str, Database]
) -> None:
    url, database = small
    address = app_address(url)
    other = browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 1400}).new_page()
    other.set_default_timeout(60_000)
    for who, login in ((page, "anna"), (other, "bert")):
        logins.add(url, login, Role.MINISTRY, "SMI")
        logins.enter(who, f"{address}/aufgaben?kennung=measure/1&zeige=alle", login, HEADING)
    _type(page, "Umsetzungsgrad", "70 %")
    _type(other, "Umsetzungsgrad", "50 %")
    other.get_by_role("button", name="Speichern und weiter").click()
    expect(other.get_by_text("Gespeichert zum")).to_be_visible()
    page.get_by_role("button", name="Speichern und weiter").click()
    expect(page.get_by_text("Jemand war schneller.")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("Konto bert"))).to_be_visible()
    assert serious(page) == []
    page.get_by_text("meine: 70 %").click()
    page.get_by_role("button", name="So speichern").click()
    expect(page.get_by_text("Gespeichert zum")).to_be_visible()
    assert [one.get("progress") for one in _history(database, "measure/1")] == [0.4, 0.5, 0.7]
    other.context.close()


def test_a_reminder_leads_to_what_is_owed_and_a_double_click_saves_it_once(
    page: Page, app_address: Callable[[str], str], small: tuple[str, Database], complaints: list[str]
) -> None:
    url, database = small
    now = datetime.now(UTC)
    number = open_round(
        database, title="Quartal", stichtag=now.date(), due_on=now.date() + timedelta(days=9), bodies=["SMI"],
        by=CHANCELLERY, at=now, form_key=form_key(),
    )  # fmt: skip
    address = app_address(url)
    logins.add(url, "anna", Role.MINISTRY, "SMI")
    logins.enter(page, f"{address}/aufgaben?runde={number}&zeige=offen", "anna", HEADING)
    expect(page.get_by_text("Berichtsrunde Quartal")).to_be_visible()
    expect(page.get_by_role("radio", name="zu melden 2")).to_be_checked()
    assert serious(page) == []
    _type(page, "Umsetzungsgrad", "70 %")
    page.get_by_role("button", name="Speichern und weiter").dblclick()
    expect(page.get_by_role("heading", name="2 Portal")).to_be_visible()
    expect(page.get_by_role("radio", name="zu melden 1")).to_be_checked()
    settled(page)
    assert [one.get("progress") for one in _history(database, "measure/1")] == [0.4, 0.7]
    assert len(_history(database, "measure/2")) == 1
    assert complaints == []
