"""What a page is handed beside the plan: the database to ask, the time of this run, what is asked for, the ways on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from masterplan.domain.access import Actor
from masterplan.domain.figure import Figure
from masterplan.domain.filters import Filters
from masterplan.domain.overview import Path
from masterplan.domain.reporting.reminders import Message
from masterplan.domain.view import PlanView
from masterplan.store.engine import Database
from masterplan.store.sessions import Session

Key = tuple[object, ...]


@dataclass(frozen=True)
class Offered:
    """Beside the plan that passes the filters, which the page is handed first.

    ``actor`` is who looks, and the plans are those of the audience that the actor may see.
    ``whole`` is the plan without filters; ``key`` tells two narrowed plans apart and is what caches go by;
    ``compared_on`` is the earlier Stichtag to compare with (None: there is none); ``plans`` gives the plan through the
    filters at each Stand up to the Stichtag, the latest last, and ``services_path`` the share of OZG services at each
    Stand up to the Stichtag by a counting rule; ``stands`` are the days that files speak of, oldest first;
    ``revision`` is the newest one.
    ``go_to`` shows another Stichtag and ``change`` sets or (None) removes parameters of the address, both for
    callbacks. ``figure`` is the key figure whose items alone are shown, ``found`` the keys that the searched words
    leave, the best first (None: nothing is searched for). ``page`` is the address of the one shown, ``pages`` are
    all by their address, ``address`` the parameters that a link hands on, ``item`` the key asked for on the page of
    one item; ``session`` is how the actor came in. ``post`` hands in an e-mail and gives a German sentence where that
    failed (None: there is no mail server), ``home`` is where the app is reached from outside, where that is known.
    """

    database: Database | None
    now: datetime
    actor: Actor
    revision: int
    stands: tuple[date, ...]
    whole: PlanView
    key: Key
    plans: Callable[[], Sequence[PlanView]]
    services_path: Callable[[str], Path]
    go_to: Callable[[date], None]
    change: Callable[[Mapping[str, str | None]], None]
    first_day: date = date(2019, 1, 1)
    last_day: date = date(2035, 12, 31)
    compared_on: date | None = None
    filters: Filters = field(default_factory=Filters)
    figure: Figure | None = None
    page: str = ""
    pages: Mapping[str, Any] = field(default_factory=dict)
    address: Mapping[str, str] = field(default_factory=dict)
    item: str | None = None
    found: tuple[str, ...] | None = None
    session: Session | None = None
    post: Callable[[Message], str | None] | None = None
    home: str = ""
