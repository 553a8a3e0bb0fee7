"""python -m tests.pictures: the pictures of the README, taken of every page with the example plan in it."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

from benchmarks import servers
from masterplan.__main__ import main as masterplan
from masterplan.actions import accounts
from masterplan.actions.rounds import open_round
from masterplan.domain.access import Actor, Role
from masterplan.store.engine import open_database
from tests import machine
from tests.browsing import settled
from tests.conftest import SWITCHES

FOLDER = Path(__file__).parents[1] / "masterplan" / "pages" / "pictures"
SHOWN = {
    "ueberblick": ("?stichtag=2021-12-31&ausblick=ja", 1180),
    "ozg-ziel": ("ozg-ziel?stichtag=2021-12-31", 1000),
    "ziele": ("ziele?stichtag=2021-12-31", 1000),
    "umsetzungsplanung": ("umsetzungsplanung?stichtag=2021-12-31", 1100),
    "massnahmen": ("massnahmen?stichtag=2021-12-31&status=delayed", 1000),
    "vergleich": ("vergleich?stichtag=2021-12-31&kennzahl=services.online:bund-2020", 1100),
    "eintrag": ("eintrag?stichtag=2021-12-31&kennung=measure/1", 1000),
    "aufgaben": ("aufgaben?stelle=SMI", 1180),
    "berichtsrunden": ("berichtsrunden", 1000),
    "datenlage": ("datenlage?stichtag=2021-12-31", 1000),
    "berichte": ("berichte?stichtag=2021-12-31&herkunft=measures.completed", 1180),
    "auskunft": ("auskunft?stichtag=2021-12-31&status=delayed", 1100),
    "einlesen": ("einlesen?stichtag=2021-12-31", 860),
    "konto": ("konto", 860),
    "konten": ("konten", 1000),
    "pruefprotokoll": ("pruefprotokoll", 1000),
    "loeschen": ("loeschen", 860),
    "anmelden": ("anmelden", 620),
}
"""By name of the picture the address of the page and the height of what is seen of it."""
COLOURS = 128
"""So many colours are enough for a page, and a third of the bytes."""
CHANCELLERY = Actor("Staatskanzlei", Role.CHANCELLERY)


def main() -> None:
    """Loads the example plan, starts the app and takes a picture of each page."""
    FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        database = Path(folder) / "example.db"
        url = f"sqlite:///{database}"
        masterplan(["demo", "--database", url])
        _live_in(url, datetime.now(UTC))
        masterplan(["briefing", "--database", url, "--stichtag", "2021-12-31", "--issue", "--cabinet", "2022-02-22",
                    "--format", "pdf", "--out", f"{folder}/Bericht.pdf"])  # fmt: skip
        browser = playwright.chromium.launch(executable_path=machine.needed(machine.CHROMIUM), args=SWITCHES)
        with servers.app(database) as server:
            for name, (address, height) in SHOWN.items():
                page = browser.new_page(locale="de-DE", viewport={"width": 1280, "height": height})
                page.set_default_timeout(60_000)
                page.goto(f"{server.address}/{address}")
                page.get_by_role("heading", level=1).wait_for()
                if name != "anmelden":  # which is no page of Streamlit's
                    settled(page)
                page.wait_for_timeout(1_500)  # drawings and tables need a moment more
                taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
                taken.quantize(COLOURS, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)
                page.close()
        browser.close()


def _live_in(url: str, now: datetime) -> None:
    """Opens a reporting round and adds some accounts, so that there is something to show of them."""
    database = open_database(url)
    open_round(
        database, title="IV. Quartal 2021", stichtag=date(2021, 12, 31), due_on=now.date() + timedelta(days=14),
        bodies=["SMI", "SMK", "SMWK", "SMS"], by=CHANCELLERY, at=now, form_key="pictures",
    )  # fmt: skip
    for name, role, body in (
        ("Anna Beispiel", Role.CHANCELLERY, None), ("Bert Beispiel", Role.MINISTRY, "SMI"),
        ("Cora Beispiel", Role.MUNICIPAL, "LK-Bautzen"), ("Dora Beispiel", Role.CABINET, None),
    ):  # fmt: skip
        accounts.add(database, name=name, role=role, body=body, login=name.split()[0].lower(), by=CHANCELLERY, at=now)
    database.engine.dispose()


if __name__ == "__main__":
    main()
