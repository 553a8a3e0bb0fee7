"""Adding to the log: one revision per transaction, with its link of the hash chain. Nothing is ever changed."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import Any, NamedTuple

from sqlalchemy import Connection, Table, func, insert, select

from masterplan.domain.access import NO_LONGER, Actor, NotAllowed
from masterplan.domain.plan import Kind
from masterplan.store import coverage_counts, deriving
from masterplan.store.audit import add_entry
from masterplan.store.canonical import FIRST_LINK, TableDigest, encode, link
from masterplan.store.inserting import insert_rows
from masterplan.store.tables import (
    account,
    body,
    delivery,
    issued,
    issued_content,
    issued_file,
    item,
    mark,
    not_taken,
    person_text,
    release,
    revision,
    statement,
    workbook,
    workbook_content,
)

BODIES = Path(__file__).parents[2] / "data" / "reference" / "bodies.csv"
FOUNDED_AT = datetime(1970, 1, 1, tzinfo=UTC)
"""The instant of revision 0, before everything: an example plan may be recorded at any later time."""
FOUNDER = "0"
MOST_NAMED = 20
"""A revision about more items than these is told by their number."""


class NewStatement(NamedTuple):
    """What is stated of one item. ``fields``, ``wordings`` and ``cells`` are canonical JSON."""

    item: int
    effective_on: date
    act: str
    released: bool
    fields: str
    wordings: str | None = None
    cells: str | None = None
    delivery: int | None = None
    sheet: str | None = None
    row: int | None = None


class NotTaken(NamedTuple):
    """What one cell of a file's row says while an entry made on-line stays in force. ``value`` is canonical JSON."""

    statement: int
    field: str
    value: str
    wording: str | None = None
    cell: str | None = None


class Revision:
    """One transaction's additions to the log. Made by ``new_revision``, which closes it with its link."""

    def __init__(self, connection: Connection, number: int, recorded_at: datetime, by: str, act: str) -> None:
        self.connection = connection
        self.number = number
        self.recorded_at = recorded_at
        self._account = by
        self._act = act
        self._digests: dict[str, TableDigest] = {}
        self._made = range(0)
        self._coverage: list[deriving.Derived] = []
        self._about: list[str] = []
        self._items: set[int] = set()
        self._told: dict[str, object] = {}

    def add_workbook(self, content: bytes) -> str:
        """Keeps a file as it was delivered, once; returns its SHA-256."""
        digest = sha256(content).hexdigest()
        if not self.connection.scalar(select(func.count()).where(workbook.c.sha256 == digest)):
            self._add(workbook, [(digest, self.number, len(content))])
            self.connection.execute(insert(workbook_content).values(sha256=digest, content=content))
        return digest

    def add_delivery(self, **values: Any) -> int:
        """Notes that a file of one part and Ressort came in; the columns of the table, JSON ones encoded."""
        number = next_id(self.connection, delivery)
        row = {"id": number, "revision": self.number, **values}
        self._add(delivery, [tuple(row[column.name] for column in delivery.columns)])
        self._about.append(str(row["file"]))
        return number

    def add_items(self, kind: Kind, keys: Sequence[str | None]) -> list[tuple[int, str]]:
        """Makes items and gives their numbers and keys; one without a key gets the next running number of its kind."""
        first = next_id(self.connection, item)
        running = self.connection.scalar(select(func.count()).where(item.c.kind == kind)) or 0
        rows = []
        for position, key in enumerate(keys):
            rows.append((first + position, self.number, str(kind), key or f"{kind}/{running + position + 1}"))
        self._add(item, rows)
        self._made = range(self._made.start or first, first + len(keys))
        return [(row[0], row[3]) for row in rows]

    def state(self, statements: Sequence[NewStatement]) -> list[int]:
        """Adds statements and what follows from them to the derived state; returns their numbers."""
        first = next_id(self.connection, statement)
        self._add(statement, [(first + at, self.number, *one) for at, one in enumerate(statements)], _STATEMENT)
        numbers = list(range(first, first + len(statements)))
        self._items |= {one.item for one in statements}
        derived = deriving.after_statements(self.connection, self.number, numbers, statements, self._made)
        self._coverage += coverage_counts.of_coverage(derived)
        return numbers

    def release(self, statements: Sequence[int]) -> None:
        """Releases statements made earlier."""
        self._add(release, [(number, self.number) for number in statements])
        self._coverage += coverage_counts.of_coverage(deriving.after_release(self.connection, self.number, statements))

    def add_bodies(self, entries: Iterable[dict[str, str]]) -> None:
        """Adds ministries and other bodies, or newer versions of them."""
        rows = [
            (entry["key"], date.fromisoformat(entry["valid_from"]), self.number, encode(entry)) for entry in entries
        ]
        self._add(body, rows)

    def mark(self, name: str) -> None:
        """Marks the database for ever."""
        self._add(mark, [(name, self.number)])

    def leave_out(self, rows: Sequence[NotTaken]) -> None:
        """Keeps what cells of a file say that a merge did not take; the fold does not see it."""
        self._add(not_taken, [(one.statement, one.field, self.number, *one[2:]) for one in rows])

    def issue(self, files: Mapping[str, bytes], **values: Any) -> int:
        """Keeps an issued briefing or answer for ever: its files by format, and the columns of the table."""
        number = next_id(self.connection, issued)
        running = self.connection.scalar(select(func.count()).where(issued.c.kind == values["kind"])) or 0
        row = {"id": number, "revision": self.number, "number": running + 1, **values}
        self._add(issued, [tuple(row[column.name] for column in issued.columns)])
        for name, content in files.items():
            digest = sha256(content).hexdigest()
            if not self.connection.scalar(select(func.count()).where(issued_content.c.sha256 == digest)):
                self.connection.execute(insert(issued_content).values(sha256=digest, content=content))
            self._add(issued_file, [(number, name, self.number, digest, len(content))])
        self._about.append(f"{row['kind']}/{row['number']}")
        return number

    def tell(self, subject: str | None, **detail: object) -> None:
        """What the audit is to say of the revision beside what follows from its rows."""
        self._about += [subject] if subject else []
        self._told |= detail

    def close(self, previous: str) -> None:
        """Adds what follows for the counts of coverage, and the revision's own row, which seals the others."""
        coverage_counts.after_rows(self.connection, self.number, self._coverage, self._made)
        row = [self.number, self.recorded_at, self._account, self._act]
        sealed = link(previous, row, {name: digest.hexdigest() for name, digest in self._digests.items()})
        self.connection.execute(insert(revision).values([*row, sealed]))
        self._note()

    def _note(self) -> None:
        """In the audit stand the files, what was issued, or the few items that the revision is about."""
        about = self._about
        if not about and len(self._items) <= MOST_NAMED:
            about = list(self.connection.scalars(select(item.c.key).where(item.c.id.in_(self._items))))
        add_entry(
            self.connection, at=self.recorded_at, account=self._account, act=self._act,
            subject=", ".join(dict.fromkeys(about)) or None,
            detail={"revision": self.number, "items": len(self._items), **self._told},
        )  # fmt: skip

    def _add(self, table: Table, rows: Sequence[tuple[Any, ...]], columns: Sequence[str] | None = None) -> None:
        insert_rows(self.connection, table, rows, columns)
        self._digests.setdefault(str(table.name), TableDigest()).add(rows)


_STATEMENT = ("id", "revision", *NewStatement._fields)


@contextmanager
def new_revision(connection: Connection, *, at: datetime, by: Actor | str, act: str) -> Iterator[Revision]:
    """The next revision, inside a transaction of ``Database.writing``; ``by`` is who acts, or the name of a job.

    Its ``recorded_at`` is strictly later than that of any other, even where a clock was set back.
    """
    last = connection.execute(
        select(revision.c.number, revision.c.recorded_at, revision.c.link).order_by(revision.c.number.desc()).limit(1)
    ).one()
    recorded_at = max(at.astimezone(UTC), last.recorded_at + timedelta(microseconds=1))
    opened = Revision(connection, last.number + 1, recorded_at, account_id(connection, by), act)
    yield opened
    opened.close(last.link)


def found_log(connection: Connection) -> None:
    """Revision 0 of a new database: the ministries and other bodies that the program knows."""
    connection.execute(insert(account).values(id=FOUNDER, name="Masterplan-Dashboard"))
    founding = Revision(connection, 0, FOUNDED_AT, FOUNDER, "founding")
    with BODIES.open(encoding="utf-8", newline="") as file:
        founding.add_bodies(csv.DictReader(file, delimiter=";"))
    founding.close(FIRST_LINK)


def account_id(connection: Connection, by: Actor | str) -> str:
    """The opaque id that stands in the log for an actor or a name; a new name gets a new one.

    Raises NotAllowed where the actor's account was disabled or got other rights since the actor was looked up.
    """
    if isinstance(by, Actor) and by.account is not None:
        now = connection.execute(
            select(account.c.role, account.c.body, account.c.disabled_at).where(account.c.id == by.account)
        ).first()
        if now is None or (now.role, now.body, now.disabled_at) != (by.role, by.body, None):
            raise NotAllowed(NO_LONGER)
        return by.account
    name = by.name if isinstance(by, Actor) else by
    known = connection.scalar(select(account.c.id).where(account.c.name == name))
    if known is None:
        known = token_hex(8)
        connection.execute(insert(account).values(id=known, name=name))
    return known


def add_person_texts(connection: Connection, tokens: dict[str, tuple[str, str]]) -> None:
    """Keeps texts about persons, by token, with the salt of its hash, where they can be erased."""
    rows = [{"token": token, "salt": salt, "text": words} for token, (salt, words) in tokens.items()]
    if rows:
        connection.execute(insert(person_text), rows)


def new_person_token(text: str) -> tuple[str, str]:
    """A token for a text about a person, and the salt it was hashed with."""
    salt = token_hex(16)
    return sha256((salt + text).encode()).hexdigest(), salt


def next_id(connection: Connection, table: Table) -> int:
    """The next free number of a table; safe under the write lock."""
    return (connection.scalar(select(func.max(table.c.id))) or 0) + 1
