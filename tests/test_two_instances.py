"""Two instances of the app behind the nginx of docs/nginx.conf, on one PostgreSQL: log-in and uploads included."""

import subprocess
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from masterplan.domain.access import Role
from masterplan.store import reading
from masterplan.store.engine import open_database
from tests import logins, machine
from tests.browsing import settled
from tests.conftest import ROOT, free_port, started
from tests.files import measures

DOCUMENTED = ROOT / "docs" / "nginx.conf"
FRAME = """
daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;
events {{}}
http {{
    access_log off; default_type text/plain;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {site}
}}
"""


def configuration(folder: Path, ports: list[int], port: int) -> Path:
    """The documented configuration with this machine's ports and a certificate of its own."""
    subprocess.run(
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -keyout key.pem -out cert.pem".split(),
        cwd=folder, check=True, capture_output=True,
    )  # fmt: skip
    site = DOCUMENTED.read_text(encoding="utf-8")
    site = site[: site.index("server {\n    listen 80;")] + site[site.index("server {\n    listen 443") :]
    changes = {
        "127.0.0.1:8501": f"127.0.0.1:{ports[0]}", "127.0.0.1:8502": f"127.0.0.1:{ports[1]}",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port} ssl http2; add_header X-Instance $upstream_addr always;",
        "/etc/ssl/masterplan.pem": f"{folder}/cert.pem", "/etc/ssl/private/masterplan.key": f"{folder}/key.pem",
    }  # fmt: skip
    for documented, here in changes.items():
        assert site.count(documented) == 1
        site = site.replace(documented, here)
    path = folder / "nginx.conf"
    path.write_text(FRAME.format(folder=folder, site=site), encoding="utf-8")
    return path


@pytest.mark.postgres
def test_two_instances_behind_nginx_share_plan_log_in_and_uploads(
    browser: Browser, postgres_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, port = machine.needed(machine.NGINX), free_port()
    monkeypatch.setenv("MASTERPLAN_HOSTS", "masterplan.example.org")
    people = [f"bea{number}" for number in range(2)]
    for person in people:
        logins.add(postgres_url, person, Role.CHANCELLERY)
    apps = [started(postgres_url, tmp_path / f"app{number}.log") for number in range(2)]
    ports = [int(address.rsplit(":", 1)[1]) for _, address in apps]
    running = [process for process, _ in apps]
    running.append(subprocess.Popen([program, "-c", str(configuration(tmp_path, ports, port))]))
    contexts: list[BrowserContext] = []
    try:
        address = f"https://127.0.0.1:{port}"
        places = [_visit_other_instance(browser, address, contexts) for _ in people]
        assert {instance for _, instance in places} == {f"127.0.0.1:{one}" for one in ports}
        for number, (page, _) in enumerate(places):
            logins.enter(page, f"{address}/einlesen", people[number], "Dateien einlesen")
            _upload(page, tmp_path, number)
        # What was brought in at one instance is there at the other, and the log-in counts at both.
        (first, gone), (second, _) = places
        cookies = {one["name"]: one for one in contexts[0].cookies()}
        assert cookies["masterplan_session"]["secure"]
        assert cookies["masterplan_session"]["httpOnly"]
        running[ports.index(int(gone.rsplit(":", 1)[1]))].kill()
        for page in (first, second):
            page.goto(f"{address}/massnahmen")
            page.get_by_role("heading", name="Maßnahmenkatalog", exact=True, level=1).wait_for()
            settled(page)
            page.get_by_text("Maßnahme der Instanz 1").first.wait_for(state="attached")
    finally:
        for context in contexts:
            context.close()
        for process in running:
            process.terminate()
        for process in running:
            process.wait(20)
    database = open_database(postgres_url)
    assert reading.data_revision(database) == 2
    database.engine.dispose()


def _visit_other_instance(browser: Browser, address: str, contexts: list[BrowserContext]) -> tuple[Page, str]:
    """A new visitor whose place is an instance that nobody was sent to yet."""
    taken = [context.pages[0].evaluate("window.name") for context in contexts]
    for _ in range(40):
        context = browser.new_context(ignore_https_errors=True, locale="de-DE", reduced_motion="reduce")
        page = context.new_page()
        for _ in range(100):
            answer = page.goto(address)
            if answer is not None and answer.status < 500:
                break
            time.sleep(0.1)
        assert answer is not None
        instance = answer.headers["x-instance"].split(", ")[-1]
        if instance not in taken:
            page.evaluate("instance => window.name = instance", instance)
            contexts.append(context)
            return page, instance
        context.close()
    raise AssertionError("nginx sends everybody to one instance")


def _upload(page: Page, folder: Path, number: int) -> None:
    """Brings in a catalogue with one more measure, on the page for it."""
    rows = [(str(at + 1), f"Maßnahme der Instanz {at}", "SK", "in Umsetzung", "2022", None) for at in range(number + 1)]
    file = measures(f"202{number}-06-30", *rows)
    (folder / file.name).write_bytes(file.content)
    page.locator("input[type=file]").set_input_files(folder / file.name)
    page.get_by_role("heading", name="Vorschau").wait_for()
    settled(page)
    page.get_by_role("button", name="Einlesen", exact=True).click()
    expect(page.get_by_text(f"eingelesen (Änderung Nr. {number + 1})")).to_be_visible()
    settled(page)
