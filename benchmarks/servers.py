"""Servers to measure: the app on a database, hello world with the same switches, and a page with stock settings."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import ROOT, SCRATCH, TICK, memory

APPS = ROOT / "benchmarks" / "apps"


@dataclass(frozen=True)
class Server:
    """One running server of this machine."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def computed(self) -> float:
        """Seconds of computing so far."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:13])) / TICK

    @property
    def memory(self) -> float:
        """Megabytes now."""
        return memory("VmRSS", self.process.pid)


@contextmanager
def app(database: Path | str) -> Iterator[Server]:
    """The app as the README starts it, on a file of SQLite or the database of a URL."""
    url = database if isinstance(database, str) else f"sqlite:///{database}"
    with _running("app.py", ROOT, {"MASTERPLAN_DATABASE": url}) as server:
        yield server


@contextmanager
def hello() -> Iterator[Server]:
    """Hello world with the app's own settings: the floor."""
    with _running(str(APPS / "hello_server.py"), ROOT, {"PYTHONPATH": str(ROOT)}) as server:
        yield server


@contextmanager
def stock() -> Iterator[Server]:
    """A page of three charts and 500 rows, as Streamlit comes."""
    folder = SCRATCH / "stock"  # away from the project, whose settings would count
    folder.mkdir(exist_ok=True)
    with _running(str(APPS / "stock.py"), folder, {"STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false"}) as server:
        yield server


@contextmanager
def _running(script: str, folder: Path, more: dict[str, str]) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "STREAMLIT_SERVER_PORT": str(port), "STREAMLIT_SERVER_HEADLESS": "true",
        "STREAMLIT_SERVER_ADDRESS": "127.0.0.1", **more,
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", script], cwd=folder, env={**os.environ, **settings},
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    server = Server(process, port)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.wait(20)


def _wait(server: Server) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=5).close()
        except OSError:
            if server.process.poll() is not None:
                break
            time.sleep(0.1)
        else:
            return
    raise SystemExit("a server did not start")
