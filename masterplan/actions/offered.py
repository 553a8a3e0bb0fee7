"""What a page is handed beside the plan: the database to act on, the time of this run, and what it may ask for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from masterplan.domain.overview import Path
from masterplan.store.engine import Database


@dataclass(frozen=True)
class Offered:
    """``services_path`` gives the share of OZG services at each Stand up to the Stichtag by a counting rule; ``stands``
    are the days that files speak of, oldest first; ``go_to`` shows another Stichtag; ``revision`` is the newest one."""

    database: Database | None
    now: datetime
    revision: int
    stands: tuple[date, ...]
    services_path: Callable[[str], Path]
    go_to: Callable[[date], None]
