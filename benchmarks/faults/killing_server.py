"""R1: the server itself is killed while people save and import on its pages; what a page had acknowledged is kept."""

import os
import random
import re
import time
from abc import ABC, abstractmethod
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Barrier

from sqlalchemy import select
from websockets.exceptions import ConnectionClosed

from benchmarks import servers
from benchmarks.faults import plan
from benchmarks.faults.killing import Kills
from importers.pipeline import Options, import_files
from masterplan.domain.access import Role
from masterplan.store.canonical import decode
from masterplan.store.engine import Database, open_database
from masterplan.store.tables import delivery, form, revision, statement
from tests import logins
from tests.protocol import Client, Tab

MOST = 12
"""So many saves and imports the server acknowledges at most before it is killed."""
PAUSE = 0.8
"""Seconds between two saves of a person; what comes sooner the page takes for the rest of a double click."""
BODY = "SK"


@dataclass
class Found(Kills):
    """Beside it saves of which half is there, and children of the server left over; both should be 0."""

    half: int = 0
    left_over: int = 0


@dataclass
class Person(ABC):
    """Somebody who works on a page until the server is gone; what was sent, and what the page said it had kept."""

    client: Client
    name: str
    page: str
    sent: list[str] = field(default_factory=list)
    acknowledged: list[str] = field(default_factory=list)

    def work(self, address: str, ready: Barrier) -> None:
        """Opens the page, waits for everybody else, and works for ever."""
        self.client.address = address
        try:
            with self.client.tab() as tab:
                tab.run(self.page)
                ready.wait(120)
                while True:
                    self.act(tab)
                    time.sleep(PAUSE)
        except (ConnectionClosed, OSError):
            pass  # the server is gone

    @abstractmethod
    def act(self, tab: Tab) -> None:
        """Does one thing on a page that changes the plan."""


@dataclass
class Coordinator(Person):
    """Types a remark into the form of one item and saves it, also where a file was faster."""

    item: str = ""

    def act(self, tab: Tab) -> None:
        query = f"kennung={self.item}&zeige=alle"
        fields = [one.id for one in tab.run(self.page, query).elements("text_area") if one.label == "Bemerkung"]
        typed = {one: f"{self.name}-{len(self.sent)}" for one in fields}
        if typed:  # else both versions are shown, and what was typed last waits
            tab.run(self.page, query, typed=typed)
            self.sent.extend(typed.values())
        (save,) = [one.id for one in tab.elements("button") if one.label.startswith(("Speichern", "So speichern"))]
        if "Gespeichert" in tab.run(self.page, query, clicked=save, typed=typed).text:
            self.acknowledged.append(self.sent[-1])


@dataclass
class Importer(Person):
    """Uploads a workbook of a Stand that no file had yet and applies what the preview shows."""

    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def act(self, tab: Tab) -> None:
        tab.run(self.page)
        (place,) = [one.id for one in tab.elements("file_uploader")]
        number = next(self.numbers)
        file, uploaded = plan.catalogue(number), {place: f"upload-{number}"}
        self.client.get("/_stcore/health")
        token = {"X-Xsrftoken": self.client.cookies["_streamlit_xsrf"]}
        self.client.put(f"/_stcore/upload_file/{tab.session}/{uploaded[place]}", file.content, file.name, **token)
        tab.run(self.page, uploaded=uploaded)
        (apply,) = [one.id for one in tab.elements("button") if one.label == "Einlesen"]
        self.sent.append(file.name)
        if re.search(r"\(Änderung Nr\. \d+\)", tab.run(self.page, clicked=apply, uploaded=uploaded).text):
            self.acknowledged.append(file.name)


def kill_the_server(url: str, kills: int, seed: int, coordinators: int = 4) -> Found:
    """Starts the app, lets people work, kills it by signal 9 at a random moment, looks at what is left."""
    choice, found = random.Random(seed), Found()
    people = _people(url, coordinators)
    for _ in range(kills):
        database = open_database(url)
        before = plan.newest(database)
        database.engine.dispose()
        left_over = _killed(url, people, choice.randrange(MOST), choice.uniform(0, 1))
        database = open_database(url)
        found.kills += 1
        found.left_over += left_over
        found.half += _is_half(database, before) + len(plan.unsound(database, before))
        database.engine.dispose()
    database = open_database(url)
    kept = _kept(database)
    database.engine.dispose()
    sent = {one for person in people for one in person.sent}
    found.acknowledged = _acknowledged(people)
    found.imports = sum(len(person.acknowledged) for person in people if isinstance(person, Importer))
    found.lost = sum(kept[one] != 1 for person in people for one in person.acknowledged)
    found.half += sum(kept[one] != 1 or one not in sent for one in kept)  # twice, or never asked for
    return found


def _people(url: str, coordinators: int) -> list[Person]:
    """A plan, and those who may work on it, each with an own password."""
    database = open_database(url)
    import_files(database, [plan.catalogue(0)], Options(), by=plan.WHO, at=datetime.now(UTC))
    database.engine.dispose()
    people: list[Person] = [
        Coordinator(Client(""), f"koordination{number}", "aufgaben", item=f"measure/{number + 1}")
        for number in range(coordinators)
    ]
    people.append(Importer(Client(""), "staatskanzlei", "einlesen"))
    for person in people:
        is_importer = isinstance(person, Importer)
        role, body = (Role.CHANCELLERY, None) if is_importer else (Role.MINISTRY, BODY)
        logins.add(url, person.name, role, body)
    with servers.app(url) as server:
        for person in people:
            person.client.address = server.address
            person.client.post("/anmelden", kennung=person.name, kennwort=logins.FIRST)
            changed = {"bisher": logins.FIRST, "neu": logins.OWN, "nochmal": logins.OWN}
            assert person.client.post("/kennwort", **changed).status == 303
    return people


def _killed(url: str, people: list[Person], acknowledged: int, after: float) -> int:
    """Lets people work until so much was acknowledged and for some seconds more, and kills the server; how many
    processes of it are left over a while later."""
    ready = Barrier(len(people) + 1)
    with servers.app(url) as server, ThreadPoolExecutor(len(people)) as pool:
        working = [pool.submit(person.work, server.address, ready) for person in people]
        enough = _acknowledged(people) + acknowledged
        ready.wait(120)
        while _acknowledged(people) < enough and not any(one.done() for one in working):
            time.sleep(0.01)
        time.sleep(after)
        children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text().split()
        server.process.kill()
        server.process.wait()
        for one in working:
            one.result()
    end = time.monotonic() + 5
    while (left := [one for one in children if os.path.exists(f"/proc/{one}")]) and time.monotonic() < end:
        time.sleep(0.05)
    return len(left)


def _acknowledged(people: list[Person]) -> int:
    return sum(len(person.acknowledged) for person in people)


def _kept(database: Database) -> "Counter[str]":
    """How often the log holds each remark and each file."""
    remarks = select(statement.c.fields).where(statement.c.act == "edit")
    with database.reading() as connection:
        said = [decode(fields)["remark"] for fields in connection.scalars(remarks)]
        return Counter([*said, *connection.scalars(select(delivery.c.file).where(delivery.c.revision > 1))])


def _is_half(database: Database, before: int) -> bool:
    """Whether since a revision an edit stands there without its form or a form without its edit."""
    with database.reading() as connection:
        edits = set(
            connection.scalars(select(revision.c.number).where(revision.c.act == "edit", revision.c.number > before))
        )
        forms = {decode(outcome)["revision"] for outcome in connection.scalars(select(form.c.outcome))}
    return edits != {number for number in forms if number > before}
