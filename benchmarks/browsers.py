"""The overview in a real browser, beside hello world and a stock page: goal P7."""

import sys
import time
from statistics import median

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.measuring import Report
from benchmarks.servers import Server
from tests import machine

ENDED = "[data-testid=stApp][data-test-script-state=notRunning]"
DRAWN = ".js-plotly-plot .main-svg"
SWITCHES = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def browser_times(into: Report, hello: Server, stock: Server, ours: Server, rounds: int) -> None:
    """First visit (nothing kept), second visit (files kept), and a changed filter until it is drawn."""
    path = machine.needed(machine.CHROMIUM)
    cold: dict[str, list[float]] = {"hello": [], "ours": []}
    warm: dict[str, list[float]] = {"hello": [], "ours": []}
    changed: dict[str, list[float]] = {"stock": [], "ours": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=SWITCHES)
        for at in range(rounds + 1):
            print(f"  round {at} of {rounds}: browser", file=sys.stderr, flush=True)
            for name, server, heading in (("hello", hello, "Hallo"), ("ours", ours, "Überblick")):
                first, second = _visits(browser, server, heading)
                if at:
                    cold[name].append(first)
                    warm[name].append(second)
            for name, server in (("stock", stock), ("ours", ours)):
                took = _changes(browser, server, name)
                if at:
                    changed[name].append(took)
        browser.close()
    into.add("P7", "browser, first visit, to hello world", median(cold["ours"]) / median(cold["hello"]), 2.6,
             remark=f"{median(cold['ours']):.2f} s to {median(cold['hello']):.2f} s")  # fmt: skip
    into.add("P7", "browser, second visit, to hello world", median(warm["ours"]) / median(warm["hello"]), 3.0,
             remark=f"{median(warm['ours']):.2f} s to {median(warm['hello']):.2f} s")  # fmt: skip
    into.add("P7", "browser, filter to redrawn, to a stock page", median(changed["ours"]) / median(changed["stock"]),
             0.9, remark=f"{median(changed['ours']):.2f} s to {median(changed['stock']):.2f} s")  # fmt: skip


def _context(browser: Browser) -> BrowserContext:
    return browser.new_context(locale="de-DE", viewport={"width": 1280, "height": 1400}, reduced_motion="reduce")


def _visits(browser: Browser, server: Server, heading: str) -> tuple[float, float]:
    """Seconds until the page stands, with nothing kept and with the files kept."""
    context = _context(browser)
    took = []
    for _ in range(2):
        page = context.new_page()
        start = time.perf_counter()
        page.goto(server.address)
        _stands(page, heading)
        took.append(time.perf_counter() - start)
        page.close()
    context.close()
    return took[0], took[1]


def _stands(page: Page, heading: str) -> None:
    page.get_by_role("heading", name=heading, exact=True, level=1).wait_for()
    page.locator(ENDED).wait_for()
    if heading != "Hallo":
        page.locator(DRAWN).first.wait_for()


def _changes(browser: Browser, server: Server, name: str) -> float:
    """Seconds from choosing another entry until its drawing is there."""
    context = _context(browser)
    page = context.new_page()
    page.goto(server.address)
    page.locator(DRAWN).first.wait_for()
    page.locator(ENDED).wait_for()
    label, choice = ("Auswahl", "zwei") if name == "stock" else ("Zu einem Stand der Daten", "31. Dezember 2020")
    page.get_by_role("combobox", name=label).click()
    drawn = page.locator(DRAWN).first.inner_html()
    start = time.perf_counter()
    page.get_by_role("option", name=choice, exact=True).click()
    page.wait_for_function(
        "([where, before]) => document.querySelector(where)?.innerHTML !== before", arg=[DRAWN, drawn]
    )
    took = time.perf_counter() - start
    context.close()
    return took
