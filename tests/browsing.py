"""What tests in the browser do again and again: open a page, wait until it is drawn, look for what hinders people."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize, expect

PATIENCE_MS = 60_000  # the machine may be busy with the other tests
expect.set_options(timeout=PATIENCE_MS)
KEEPER = "http://127.0.0.1/offen"
"""An empty page of our site, open as long as a context is: the browser keeps its process and what it compiled."""
PROBED = "/_stcore/"
"""Below a page's address Streamlit's own page first asks whether it is served there, and is told no."""


DRAWN = """() => document.getAnimations().every(one =>
  one.playState !== 'running' || one.effect.getComputedTiming().iterations === Infinity)"""
"""Nothing fades in any more: half-faded text has no contrast."""


SIZE: ViewportSize = {"width": 1280, "height": 1400}


@contextmanager
def visit(browser: Browser) -> Iterator[Page]:
    """An empty page of a German user. Fails at its end if anything but this machine was asked for anything."""
    context = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin", viewport=SIZE, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE_MS)
    keeper = context.new_page()
    keeper.route(KEEPER, lambda route: route.fulfill(body=""))
    keeper.goto(KEEPER)
    with asking_nobody_else(context):
        yield context.new_page()
        context.close()


@contextmanager
def asking_nobody_else(context: BrowserContext) -> Iterator[None]:
    """Fails at its end if anything but this machine was asked for anything."""
    outside: list[str] = []

    def note(request: Request) -> None:
        if not re.match(r"(http|ws)://127\.0\.0\.1[:/]|data:|blob:|about:", request.url):
            outside.append(request.url)

    context.on("request", note)
    yield
    context.remove_listener("request", note)
    assert not outside, f"Anfragen nach außen: {outside}"


def leave(page: Page) -> None:
    """Makes a page as empty as a new one; only what the browser loaded stays with it."""
    for other in page.context.pages:
        if other is not page and other.url != KEEPER:
            other.close()
    if page.url.startswith("http"):
        page.evaluate("localStorage.clear(); sessionStorage.clear()")
    page.goto("about:blank")
    page.context.clear_cookies()
    page.emulate_media(media="screen", color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(SIZE)


def open_page(page: Page, address: str, heading: str) -> None:
    """Opens an address and waits until the page with this heading is drawn."""
    page.goto(address)
    page.get_by_role("heading", name=heading, exact=True, level=1).wait_for()
    settled(page)


def settled(page: Page) -> None:
    """Waits until the run has ended and everything is drawn."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    page.wait_for_timeout(100)  # what has come in is drawn
    page.wait_for_function(DRAWN)


def serious(page: Page) -> list[str]:
    """What axe finds serious or critical about the page, each with the elements that have it."""
    response = Axe().run(page, options={"resultTypes": ["violations"]}).response  # what passes is not listed
    return [
        f"{finding['id']}: {[node['html'][:120] for node in finding['nodes']]}"
        for finding in response["violations"]
        if finding["impact"] in ("serious", "critical")
    ]


def listen(page: Page) -> list[str]:
    """A list that fills with what the browser's console complains about from now on."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        is_probe = PROBED in message.location["url"] and "404" in message.text
        if message.type == "error" and not is_probe:
            found.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda trouble: found.append(str(trouble)))
    return found
