"""Taking turns within a process: whoever came first is next, so that nobody waits for ever behind quicker ones."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock

from masterplan.store.trouble import DatabaseBusy


class Turns:
    """A queue of threads. Neither SQLite's lock nor a pool of connections asks who has waited longest."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: deque[Event] = deque()

    def __len__(self) -> int:
        return len(self._waiting)

    @contextmanager
    def mine(self, patience_seconds: float) -> Iterator[None]:
        """Waits for one's turn and keeps it for the block. Raises `DatabaseBusy`. A thread must not ask twice."""
        turn = Event()
        with self._guard:
            self._waiting.append(turn)
            self._waiting[0].set()
        try:
            if not turn.wait(patience_seconds):
                raise DatabaseBusy
            yield
        finally:
            with self._guard:
                self._waiting.remove(turn)
                if self._waiting:
                    self._waiting[0].set()
