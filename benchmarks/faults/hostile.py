"""S1: hostile files are uploaded on the page, one after the other, while others go on reading."""

import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from statistics import median

from benchmarks.servers import Server
from importers.reading import UnreadableFile, read_bytes, warm_up
from tests.importers.test_hostile import NEUTRALISED, REFUSED
from tests.protocol import Client, Tab

PAUSE = 0.05
READERS = ("ueberblick", "massnahmen", "ziele")
"""Whoever reads sees one page again and again."""


@dataclass
class Found:
    """How many files were uploaded, how many got another answer than they should; seconds of others' reruns."""

    files: int = 0
    wrong: list[str] = field(default_factory=list)
    idle: list[float] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)

    @property
    def longest(self) -> str:
        """The longest and the usual rerun with nothing else to do, and the usual one meanwhile."""
        before = f"idle {1000 * max(self.idle):.0f} ms at most, {1000 * median(self.idle):.0f} ms usually"
        return f"{before}; meanwhile {1000 * median(self.meanwhile):.0f} ms usually"


def upload_all(server: Server, idle_seconds: float) -> Found:
    """Reads for some seconds, then uploads the whole museum of hostile files and waits for each answer."""
    files = [(make(), b"abgewiesen") for make, *_ in REFUSED] + [(make(), b"") for make, *_ in NEUTRALISED]
    found, over, warm = Found(), threading.Event(), threading.Barrier(len(READERS) + 1)
    into = [found.idle]
    readers = [threading.Thread(target=_read, args=(server, page, warm, over, into)) for page in READERS]
    for reader in readers:
        reader.start()
    try:
        warm.wait(120)
        time.sleep(idle_seconds)
        client = Client(server.address)
        client.get("/", Accept="text/html")
        client.get("/_stcore/health")
        with client.tab() as tab:
            tab.run("einlesen")
            into[0] = found.meanwhile
            for number, (content, says) in enumerate(files):
                found.files += 1
                if not _answered(client, tab, f"hostile-{number}", content, says):
                    found.wrong.append(f"{number}")
    finally:
        over.set()
        for reader in readers:
            reader.join()
    return found


def longest_hold() -> float:
    """Seconds for which reading one of the files kept another thread of the same process from going on, at most."""
    held, over = [0.0], threading.Event()

    def tick() -> None:
        last = time.perf_counter()
        while not over.wait(0.002):
            now = time.perf_counter()
            held[0], last = max(held[0], now - last), now

    files = [make() for make, *_ in REFUSED] + [make() for make, *_ in NEUTRALISED]
    warm_up()
    thread = threading.Thread(target=tick)
    thread.start()
    for content in files:
        with suppress(UnreadableFile):
            read_bytes("Plan.xlsx", content)
    over.set()
    thread.join()
    return held[0]


def _answered(client: Client, tab: Tab, name: str, content: bytes, says: bytes) -> bool:
    """Whether a preview came that says what it should, and no failure."""
    (place,) = [one.id for one in tab.run("einlesen").elements("file_uploader")]
    token = {"X-Xsrftoken": client.cookies["_streamlit_xsrf"]}
    status = client.put(f"/_stcore/upload_file/{tab.session}/{name}", content, f"{name}.xlsx", **token).status
    shown = b"".join(one.SerializeToString() for one in tab.run("einlesen", uploaded={place: name}).sent)
    return status == 204 and b"Vorschau" in shown and says in shown and b"Vorfall" not in shown


def _read(server: Server, page: str, warm: threading.Barrier, over: threading.Event, into: list[list[float]]) -> None:
    client = Client(server.address)
    client.get("/", Accept="text/html")
    with client.tab() as tab:
        tab.run(page)
        warm.wait(120)
        while not over.is_set():
            start = time.perf_counter()
            tab.run(page)
            into[0].append(time.perf_counter() - start)
            time.sleep(PAUSE)
