"""S7: markup in every text field and in the name of a file: nothing becomes active on any page, the text stays."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from importers.pipeline import Delivered, Options, import_files
from masterplan.domain.access import Role
from masterplan.store.engine import open_database
from tests import logins
from tests.browsing import settled
from tests.files import MEASURE_HEADINGS, PLAN_HEADINGS, csv, xlsx

SCRIPT = "<img src=x onerror=window.hacked=1><script>window.hacked=1</script>"
LINKS = "[Verweis](javascript:window.hacked=1) <a href='javascript:window.hacked=1'>da</a>"
ACTIVE = f"{SCRIPT} {LINKS} **fett** $x^2$ :red[rot]"
MADE = "img[src=x], a[href^='javascript'], svg a[*|href^='javascript'], .stMain .katex, .stMain strong"
"""What would be there if markup had become active."""
STAND = "Stand: 30.06.2020"


def files() -> list[Delivered]:
    """Every part that has texts, with markup in all of them."""
    measure = [*MEASURE_HEADINGS, "Verantwortlich", "Beschreibung", "Begründung", "Bemerkung", "Nachweis", "Beteiligte"]
    plan = [*PLAN_HEADINGS, "Ist-Stand", "Verantwortlich", "Bemerkung"]
    name = "Maßnahmen <img src=x onerror=window.hacked=1>.xlsx"
    return [
        xlsx("Ziele.xlsx", ["Nr.", "Operatives Ziel", "Beschreibung", "Zieltermin", "Indikator"],
             ["Z1", f"Ziel {ACTIVE}", ACTIVE, "31.12.2021", ACTIVE], title=["Zielteil des Masterplans", STAND]),
        xlsx(name, measure,
             ["1", f"Maßnahme {ACTIVE}", "SMI", "in Umsetzung", "31.12.2019", "50 %", *[ACTIVE] * 6],
             ["2", f"Zweite {ACTIVE}", "SMI", ACTIVE, ACTIVE, ACTIVE, *[ACTIVE] * 6],
             title=["Maßnahmenkatalog", STAND], sheet="Tab <b>elle"),
        xlsx("Umsetzungsplan_SMI.xlsx", plan,
             ["1", f"Wegmarke {ACTIVE}", ACTIVE, ACTIVE, ACTIVE, *[ACTIVE] * 3],
             ["2", f"Zweite Wegmarke {ACTIVE}", "Z1", "31.12.2019", "verzögert", *[ACTIVE] * 3],
             title=["Umsetzungsplanung SMI", STAND], sheet="Umsetzungsplanung"),
        csv("OZG-Leistungen_2020-06-30.csv", "OZG-ID;OZG-Leistung;Themenfeld;Lebenslage",
            f"10000;Leistung {ACTIVE};{ACTIVE};{ACTIVE}".replace("\"", "")),
    ]  # fmt: skip


def test_markup_in_any_text_field_becomes_active_on_no_page(
    page: Page, app_address: Callable[[str], str], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'masterplan.db'}"
    address = app_address(url)
    logins.add(url, "bea", Role.CHANCELLERY)
    database = open_database(url)
    for one in files():
        batch = import_files(database, [one], Options(), by=logins.KEEPER, at=logins.AT)
        assert batch.applied, [problem.message for file in batch.files for problem in file.problems]
    database.engine.dispose()
    logins.enter(page, address, "bea")
    asked = "stichtag=2020-06-30"
    pages = [
        "", "ozg-ziel", "ziele", "umsetzungsplanung", "massnahmen", "datenlage", "datenlage?blick=Verweise",
        "eintrag?kennung=goal/1", "eintrag?kennung=measure/1", "eintrag?kennung=milestone/1",
        "eintrag?kennung=service/10000", "aufgaben", "auskunft", "berichte", "vergleich", "pruefprotokoll",
    ]  # fmt: skip
    shown, active = 0, {}
    for path in pages:
        page.goto(f"{address}/{path}{'&' if '?' in path else '?'}{asked}")
        page.locator("h1").first.wait_for()
        settled(page)
        for hovered in page.locator(".js-plotly-plot .nsewdrag").all()[:3]:
            hovered.hover(force=True)
        made = [one for one in page.locator(MADE).all_inner_texts() if re.search("fett|Verweis|^da$|x", one)]
        if made or page.evaluate("window.hacked"):
            active[path] = made
        shown += page.get_by_text("<img src=x onerror=window.hacked=1>").count()
    assert active == {}
    assert shown > 5  # the words stay as they were written
