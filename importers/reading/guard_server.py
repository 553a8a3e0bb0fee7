"""The guarded child: a process that holds the readers in memory and, for each file, splits off one that reads it.

The child that reads has little memory, little time, no network, no way to start a program or to write a file. Whatever
a file does to a reader, it does it to this child only. The server is started by ``guard``, once per process.
"""

import contextlib
import gc
import json
import os
import resource
import selectors
import signal
import socket
import sys
import traceback
import warnings
from typing import Any, NoReturn

from importers.reading.limits import Limits

FORBIDDEN = 77
OUT_OF_MEMORY = 78
"""Exit codes of a child: it tried what it must not; it met its memory limit."""

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN_EVENTS = (
    "socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork", "os.startfile", "pty.",
    "ctypes.", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
    "os.chown", "os.kill", "os.utime", "os.setxattr", "os.putenv", "shutil.", "tempfile.", "urllib.", "ftplib.",
    "http.client", "smtplib.", "sqlite3.", "webbrowser.", "winreg.", "code.__new__", "signal.pthread_kill",
)  # fmt: skip


def serve(control: socket.socket) -> NoReturn:
    """Wait for files and split off a child for each, until the other end of ``control`` is closed."""
    # openpyxl would load these for writing and for pictures: time, memory, threads and risks that nothing here needs.
    sys.modules["numpy"] = sys.modules["PIL"] = None  # type: ignore[assignment]
    from importers.reading import child as _loaded_once  # noqa: F401

    gc.collect()
    gc.freeze()
    jobs: dict[int, tuple[int, int]] = {}  # pidfd → (pid, descriptor for the outcome)
    waiting = selectors.DefaultSelector()
    waiting.register(control, selectors.EVENT_READ)
    while True:
        for key, _ in waiting.select():
            if key.fileobj is control:
                pidfd, job = _start(control, jobs)
                jobs[pidfd] = job
                waiting.register(pidfd, selectors.EVENT_READ)
            else:
                waiting.unregister(key.fileobj)
                _report_end(key.fd, *jobs.pop(key.fd))


def _start(control: socket.socket, jobs: dict[int, tuple[int, int]]) -> tuple[int, tuple[int, int]]:
    request, descriptors, _, _ = socket.recv_fds(control, 65_536, 3)
    if not request:
        for pid, _outcome in jobs.values():
            os.kill(pid, signal.SIGKILL)
        os._exit(0)
    content, answers, outcome = descriptors
    pid = os.fork()
    if pid == 0:
        control.close()
        for pidfd, (_, other) in jobs.items():
            os.close(pidfd)
            os.close(other)
        os.close(outcome)
        _read(json.loads(request), content, answers)
    os.close(content)
    os.close(answers)
    return os.pidfd_open(pid), (pid, outcome)


def _report_end(pidfd: int, pid: int, outcome: int) -> None:
    _, status = os.waitpid(pid, 0)
    os.close(pidfd)
    with contextlib.suppress(BrokenPipeError):  # if nobody listens any longer, nobody needs to know
        os.write(outcome, b"%d" % os.waitstatus_to_exitcode(status))
    os.close(outcome)


def _read(request: dict[str, Any], content: int, answers: int) -> NoReturn:
    """Read one file in this process and end it, whatever happens."""
    from importers.reading import child

    code = 1
    try:
        limits = Limits(**request["limits"])
        lock_in(limits, request["seconds"])
        child.answer(request["name"], content, answers, limits)
        code = 0
    finally:
        # The child must never return into the server's loop; its parent learns of the trouble from its last line.
        kind, trouble, _ = sys.exc_info()
        if kind is not None and issubclass(kind, MemoryError):
            code = OUT_OF_MEMORY
        elif kind is not None:
            child.tell_crash(answers, "".join(traceback.format_exception(trouble)[-12:]))
        os._exit(code)


def lock_in(limits: Limits, seconds: int) -> None:
    """Take from this process memory, time, network, programs and the writing of files; there is no way back."""
    gc.disable()
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds * limits.patience)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))  # the first ends it with a signal of its own
    for what, limit in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        resource.setrlimit(what, (limit, limit))
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        _, mode, flags = arguments
        writes = isinstance(mode, str) and any(letter in mode for letter in "wax+")
        if writes or (isinstance(flags, int) and flags & _WRITING):
            os._exit(FORBIDDEN)
    elif event.startswith(_FORBIDDEN_EVENTS):
        os._exit(FORBIDDEN)
