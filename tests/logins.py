"""Accounts for tests, and the way in for a browser: an example plan lets everybody in, any other asks who it is."""

from datetime import UTC, datetime

from playwright.sync_api import Page

from masterplan.actions import accounts
from masterplan.domain.access import Actor, Role
from masterplan.store.engine import open_database
from tests.browsing import settled

KEEPER = Actor("Betrieb", Role.CHANCELLERY)
AT = datetime(2022, 1, 3, 8, tzinfo=UTC)
FIRST, OWN = "erstes Kennwort 1", "eigenes Kennwort 2"


def add(url: str, login: str, role: Role, body: str | None = None) -> str:
    """Adds an account with a login; its id. Its first password is FIRST."""
    database = open_database(url)
    try:
        named = {"name": f"Konto {login}", "role": role, "body": body, "login": login, "password": FIRST}
        return accounts.add(database, by=KEEPER, at=AT, **named).account  # type: ignore[arg-type]
    finally:
        database.engine.dispose()


def enter(page: Page, address: str, login: str, heading: str = "Überblick") -> None:
    """Opens an address, logs in for the first time, chooses an own password (OWN), and waits for the page."""
    page.goto(address)
    fill(page, login, FIRST)
    page.get_by_label("Bisheriges Kennwort").fill(FIRST)
    page.get_by_label("Neues Kennwort", exact=True).fill(OWN)
    page.get_by_label("Neues Kennwort noch einmal").fill(OWN)
    page.get_by_role("button", name="Kennwort ändern").click()
    page.get_by_role("heading", name=heading, exact=True, level=1).wait_for()
    settled(page)


def fill(page: Page, login: str, password: str) -> None:
    """Fills in and sends the form of the log-in."""
    page.get_by_label("Kennung").fill(login)
    page.get_by_label("Kennwort").fill(password)
    page.get_by_role("button", name="Anmelden").click()
