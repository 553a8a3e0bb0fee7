"""Reporting rounds: what was asked of whom, each step that followed, who reported, and who was reminded."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, insert, select

from masterplan.domain.figure import REPORTED
from masterplan.domain.reporting.rounds import Round, State, Step
from masterplan.store.canonical import decode, encode
from masterplan.store.engine import Connection
from masterplan.store.tables import account, item, reminder, reporting_round, round_step, statement

_ROUND = [reporting_round.c[name] for name in ("id", "title", "stichtag", "due_on", "opened_at")]


def rounds(connection: Connection) -> list[Round]:
    """All rounds, the latest first."""
    return [Round(*row) for row in connection.execute(select(*_ROUND).order_by(reporting_round.c.id.desc()))]


def one(connection: Connection, number: int) -> Round | None:
    """A round by its number."""
    row = connection.execute(select(*_ROUND).where(reporting_round.c.id == number)).first()
    return None if row is None else Round(*row)


def add_round(connection: Connection, *, title: str, stichtag: date, due_on: date, at: datetime, account: str) -> int:
    """Opens a round and gives its number."""
    values = {"title": title, "stichtag": stichtag, "due_on": due_on, "opened_at": at, "account": account}
    made = connection.execute(insert(reporting_round).values(values).returning(reporting_round.c.id))
    return int(made.scalar_one())


def steps(connection: Connection, number: int) -> list[Step]:
    """All steps of a round in their order."""
    query = (
        select(round_step, account.c.name)
        .join(account, account.c.id == round_step.c.account)
        .where(round_step.c.round == number)
        .order_by(round_step.c.id)
    )
    return [_step(row) for row in connection.execute(query)]


def _step(row: Any) -> Step:
    return Step(
        id=row.id, round=row.round, body=row.body, state=State(row.state), at=row.at, by=row.name, item=row.item,
        comment=row.comment, field=row.field, counter_source=row.counter_source,
        counter_value=None if row.counter_value is None else decode(row.counter_value),
    )  # fmt: skip


def add_step(
    connection: Connection,
    *,
    round: int,
    body: str,
    state: State,
    at: datetime,
    account: str,
    item: str | None = None,
    comment: str | None = None,
    field: str | None = None,
    counter_value: object = None,
    counter_source: str | None = None,
) -> None:
    """Adds a step; the columns of the table."""
    told = None if counter_value is None else encode(counter_value)
    connection.execute(
        insert(round_step).values(
            round=round, body=body, state=str(state), at=at, account=account, item=item, comment=comment, field=field,
            counter_value=told, counter_source=counter_source,
        )
    )  # fmt: skip


def reported_since(connection: Connection, since: int, first: date, until: date) -> set[str]:
    """The keys of Wegmarken and measures that anything was stated of after a revision, for the days given."""
    stated = exists().where(
        statement.c.item == item.c.id,
        statement.c.effective_on.between(first, until),
        statement.c.revision > since,
    )
    return set(connection.scalars(select(item.c.key).where(item.c.kind.in_(REPORTED), stated)))


def add_reminder(
    connection: Connection, *, round: int, account: str, at: datetime, items: int, trouble: str | None
) -> None:
    """Notes that somebody was written to, or why not."""
    values = {"round": round, "account": account, "at": at, "items": items, "trouble": trouble}
    connection.execute(insert(reminder).values(values))


def reminders_sent(connection: Connection, numbers: Iterable[int]) -> dict[tuple[int, str], list[datetime]]:
    """When accounts were reminded of rounds, by (round, account); what could not be sent does not count."""
    query = select(reminder.c.round, reminder.c.account, reminder.c.at).where(
        reminder.c.round.in_(list(numbers)), reminder.c.trouble.is_(None)
    )
    found: dict[tuple[int, str], list[datetime]] = {}
    for row in connection.execute(query.order_by(reminder.c.id)):
        found.setdefault((row.round, row.account), []).append(row.at)
    return found
