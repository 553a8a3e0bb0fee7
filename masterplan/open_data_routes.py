"""The stable address of the open data: ``/daten/`` for today, ``/daten/2021-12-31/`` for the Stand of an edition.

Anybody may read here, without logging in; what is served is the plan for the audience ``released``, and nothing else.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from hashlib import sha256
from threading import Lock

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from masterplan.domain.view import build
from masterplan.open_data.files import DESCRIPTION, MEDIA_TYPES, files, house_terms
from masterplan.open_data.tables import RELEASED
from masterplan.store import reading
from masterplan.store.engine import Database, DatabaseUnusable
from masterplan.vocabulary import BERLIN

SWITCH, OFF = "MASTERPLAN_OPEN_DATA", "aus"
PLACE = "daten"
KEPT = 2
"""So many plans are kept ready; others are made when they are asked for."""
AT_ONCE = 2
"""So many are answered at the same time; the others wait without holding a thread that somebody's page needs."""
NOT_FOUND = "Diese Datei gibt es nicht. Was es gibt, nennt das Verzeichnis unter /daten/."
SWITCHED_OFF = "Offene Daten werden hier nicht bereitgestellt."


class Shelf:
    """The files of the plans that were asked for last. Kept by the data revision; one is made at a time."""

    def __init__(
        self, database: Callable[[], Database], now: Callable[[], datetime], settings: Mapping[str, str]
    ) -> None:
        self._database = database
        self._now = now
        self._terms = house_terms(settings, settings.get("MASTERPLAN_ADDRESS", "").rstrip("/") + f"/{PLACE}/")
        self._kept: OrderedDict[tuple[int, date], dict[str, bytes]] = OrderedDict()
        self._making = Lock()

    def days(self) -> list[date]:
        """The Stände for which the data can be had, oldest first."""
        return reading.stands(self._database(), RELEASED)

    def files(self, asked: date | None) -> dict[str, bytes] | None:
        """The files of an edition's Stand, or (None) of today; None where there is no such edition."""
        database, now = self._database(), self._now()
        if asked is not None and asked not in self.days():
            return None
        stichtag = asked or reading.default_stichtag(database, now.astimezone(BERLIN).date())
        key = (reading.data_revision(database), stichtag)
        with self._making:
            if key not in self._kept:
                view = build(reading.cut(database, stichtag, now, RELEASED))
                self._kept[key] = files(view, self._terms)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]


def routes(
    database: Callable[[], Database], now: Callable[[], datetime], settings: Mapping[str, str]
) -> list[Route]:
    """The addresses of the open data; with MASTERPLAN_OPEN_DATA=aus each says that there are none."""
    shelf = Shelf(database, now, settings)
    is_on = settings.get(SWITCH, "").strip().casefold() != OFF
    at_once = asyncio.Semaphore(AT_ONCE)

    async def answer(request: Request) -> Response:
        if not is_on:
            return PlainTextResponse(SWITCHED_OFF, 404)
        try:
            async with at_once:
                return await run_in_threadpool(_answer, shelf, request)
        except DatabaseUnusable as trouble:
            return PlainTextResponse(str(trouble), 503)

    paths = (f"/{PLACE}", f"/{PLACE}/", f"/{PLACE}/{{first}}", f"/{PLACE}/{{first}}/", f"/{PLACE}/{{first}}/{{name}}")
    return [Route(path, answer, methods=["GET"]) for path in paths]


def _answer(shelf: Shelf, request: Request) -> Response:
    first, name = str(request.path_params.get("first", "")), str(request.path_params.get("name", ""))
    asked = _day(first)
    if asked is None and not name:
        first, name = "", first
    found = shelf.files(asked) if asked or not first else None
    if found is None or (name and name not in found):
        return PlainTextResponse(NOT_FOUND, 404)
    if not name:
        days = [day.isoformat() for day in shelf.days()]
        return JSONResponse({"description": DESCRIPTION, "files": sorted(found), "editions": days})
    tag = f'"{sha256(found[name]).hexdigest()}"'
    headers = {"etag": tag, "cache-control": "public, max-age=300", "access-control-allow-origin": "*"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    kind = MEDIA_TYPES[name.rsplit(".", 1)[1]]
    return Response(found[name], media_type=f"{kind}; charset=utf-8" if kind == "text/csv" else kind, headers=headers)


def _day(written: str) -> date | None:
    """A day in the form in which editions are addressed."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
