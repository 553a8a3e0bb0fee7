"""Hands a file to a guarded child process and listens to what it has read.

The child is split off by a small server (``guard_server``) that this module starts when it is first needed:
a process of its own, not a copy of ours, so it works from servers with many threads, from the command line and from
tests alike. It inherits no environment and no open file but its end of one socket.
"""

import atexit
import fcntl
import json
import logging
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from importers.problems import Problem, error
from importers.reading.format import TOO_MUCH_TEXT
from importers.reading.guard_server import FORBIDDEN, OUT_OF_MEMORY
from importers.reading.limits import MEGABYTE, Limits
from importers.reading.wire import BrokenAnswer, UnreadableFile, from_line

_log = logging.getLogger(__name__)
_AT_ONCE = threading.BoundedSemaphore(max(4, os.cpu_count() or 4))
_PIPE_SIZE = 1_048_576
_START = (
    "import json, socket, sys; sys.path[:] = json.loads(sys.argv[2]);"
    "from importers.reading.guard_server import serve; serve(socket.socket(fileno=int(sys.argv[1])))"
)


class GuardLost(Exception):
    """The server went away while it read; the file may be read again."""


@dataclass
class _Server:
    process: subprocess.Popen[bytes]
    control: socket.socket
    owner: int  # the process that started it; a forked copy starts its own


_server: _Server | None = None
_starting = threading.Lock()


def answers(name: str, content: bytes, limits: Limits) -> Iterator[dict[str, Any]]:
    """The messages of a child that reads ``content``, as they come in.

    Raises UnreadableFile when the child did not reach its end, with a sentence that says why; GuardLost when the server
    that watches over the child went away.
    """
    seconds = int(limits.seconds + limits.seconds_per_megabyte * len(content) / MEGABYTE)
    with _AT_ONCE, _content_file(content) as content_file:
        answer_end, outcome_end = _ask(name, content_file, limits, seconds)
        with answer_end, outcome_end:
            yield from _messages(answer_end, limits, time.monotonic() + seconds * limits.patience + 5)
            outcome = os.read(outcome_end.fileno(), 100)
    if not outcome:
        raise GuardLost("the reading server has ended")
    problem = _why(int(outcome))
    if problem:
        raise UnreadableFile([problem])


def warm_up() -> None:
    """Start the server now, so that the first file is read as quickly as the others."""
    _running()


class _Descriptor:
    """An open descriptor that is closed at the end of a with block."""

    def __init__(self, number: int) -> None:
        self._number = number

    def fileno(self) -> int:
        return self._number

    def __enter__(self) -> "_Descriptor":
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._number)


def _content_file(content: bytes) -> _Descriptor:
    number = os.memfd_create("workbook")
    written = 0
    with memoryview(content) as view:
        while written < len(content):
            written += os.write(number, view[written:])
    return _Descriptor(number)


def _ask(name: str, content: _Descriptor, limits: Limits, seconds: int) -> tuple[_Descriptor, _Descriptor]:
    request = json.dumps({"name": name[-1_000:], "limits": asdict(limits), "seconds": seconds}).encode()
    answer_end, answer_write = os.pipe()
    outcome_end, outcome_write = os.pipe()
    _widen(answer_write)
    try:
        _send(request, [content.fileno(), answer_write, outcome_write])
    finally:
        os.close(answer_write)
        os.close(outcome_write)
    return _Descriptor(answer_end), _Descriptor(outcome_end)


def _widen(pipe: int) -> None:
    """Makes room for a chunk, so that child and parent work side by side."""
    try:
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_SIZE)
    except OSError:
        _log.debug("the pipe keeps its usual size")


def _send(request: bytes, descriptors: list[int]) -> None:
    """Hand over a request; a server that has died in the meantime is replaced, once."""
    try:
        socket.send_fds(_running().control, [request], descriptors)
    except OSError:
        stop()
        socket.send_fds(_running().control, [request], descriptors)


def _running() -> _Server:
    global _server
    with _starting:
        if _server is None or _server.owner != os.getpid():
            _server = _start()
        return _server


def _start() -> _Server:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    root = str(Path(__file__).resolve().parents[2])
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-c", _START, str(theirs.fileno()), json.dumps([root, *filter(None, sys.path)])],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env={"LANG": "C.UTF-8", "PYTHONUTF8": "1", "OPENPYXL_LXML": "False"},
            start_new_session=True,
        )
    return _Server(process, ours, os.getpid())


@atexit.register
def stop() -> None:
    """End the server, if this process started one; children still reading end with it."""
    global _server
    with _starting:
        if _server is not None and _server.owner == os.getpid():
            _server.control.close()
            _server.process.wait(timeout=30)
        _server = None


def _messages(source: _Descriptor, limits: Limits, until: float) -> Iterator[dict[str, Any]]:
    """Lines of JSON as they arrive, until the child closes its end; never more than the limit allows."""
    waiting = select.poll()
    waiting.register(source.fileno(), select.POLLIN)
    rest: list[bytes] = []
    taken = 0
    while True:
        if not waiting.poll(max(0.0, until - time.monotonic()) * 1_000):
            raise UnreadableFile([_TOO_SLOW])
        received = os.read(source.fileno(), _PIPE_SIZE)
        if not received:
            return
        taken += len(received)
        if taken > limits.handed_over + MEGABYTE:
            raise UnreadableFile([TOO_MUCH_TEXT])
        *lines, last = received.split(b"\n")
        if lines:
            lines[0] = b"".join([*rest, lines[0]])
            rest = []
        rest.append(last)
        for line in lines:
            yield _decoded(line)


def _decoded(line: bytes) -> dict[str, Any]:
    try:
        message = from_line(line)
    except ValueError as trouble:
        raise BrokenAnswer("not a line of JSON") from trouble
    if not isinstance(message, dict):
        raise BrokenAnswer("not a message")
    return message


_TOO_SLOW = error(
    "file-limit",
    "Das Lesen der Datei wurde abgebrochen, weil es zu lange dauerte. Bitte die Tabelle in eine neue, leere "
    "Arbeitsmappe kopieren (nur Werte) und diese senden.",
)
_TOO_MUCH_MEMORY = error(
    "file-limit",
    "Das Lesen der Datei wurde abgebrochen, weil sie zu viel Speicher verlangt. Bitte die Tabelle in eine neue, leere "
    "Arbeitsmappe kopieren (nur Werte) und diese senden.",
)
UNREADABLE = error(
    "file-unreadable",
    "Die Datei ist beschädigt oder nicht so aufgebaut, wie es ihr Format verlangt. Bitte in Excel oder LibreOffice "
    "öffnen, neu speichern und noch einmal senden.",
)
_FORBIDDEN = error(
    "file-unreadable",
    "Das Lesen der Datei wurde abgebrochen, weil sie etwas auslösen wollte, was beim Lesen nicht erlaubt ist "
    "(Netzzugriff, Programmstart oder Schreiben).",
)


def _why(code: int) -> Problem | None:
    """What the end of a child means; None if it did its work."""
    if code == 0:
        return None
    _log.info("the reading child ended with %s", code)
    if code in (-signal.SIGXCPU, -signal.SIGALRM):
        return _TOO_SLOW
    if code in (OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGKILL):
        return _TOO_MUCH_MEMORY
    return _FORBIDDEN if code == FORBIDDEN else UNREADABLE
