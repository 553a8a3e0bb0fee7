"""Every right of the table, tried by every role on what is its own and what is not, with the real actions."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from importers.pipeline import Options, deliver, import_files, prepare
from importers.pipeline import demand_preview as demand_looking
from masterplan.actions import accounts, audit, erasure, issue, questions, rounds
from masterplan.actions.audit import Wanted
from masterplan.actions.hand_out_workbook import hand_out_workbook
from masterplan.actions.issue import Document
from masterplan.actions.release import release
from masterplan.actions.report import report
from masterplan.domain.access import OF_A_BODY, RIGHTS, Actor, NotAllowed, Reach, Right, Role, audience, reach
from masterplan.domain.plan import Part
from masterplan.domain.view import build
from masterplan.store import accounts as stored
from masterplan.store import reading
from masterplan.store.engine import Database, open_database
from tests.reporting import CHANCELLERY, NOW, STAND, STICHTAG, TODAY, form_key, measure, plan, sent

OWN_BODY = {Role.MINISTRY: "SMI", Role.MUNICIPAL: "LK-Bautzen", Role.DELEGATE: "SMI"}
OTHER = "SMF"
LATER = NOW + timedelta(days=1)
SHEET = """Maßnahmenkatalog – Stand: 02.07.2021;;;
;;;
Nr.;Maßnahme;Federführung;Status
901;Ganz neu von {body};{body};in Planung
"""


@dataclass(frozen=True)
class House:
    """A plan with a measure of one body and one of another, each with an entry that is not released yet."""

    database: Database
    folder: Path
    body: str
    keys: dict[str, str]

    def sheet(self, body: str) -> Path:
        """A measure catalogue of a body, with one new measure."""
        path = self.folder / f"{body}.csv"
        path.write_text(SHEET.format(body=body), encoding="utf-8")
        return path


def _account(database: Database, role: Role, body: str | None) -> Actor:
    number = accounts.add(
        database, by=CHANCELLERY, at=NOW, name=f"Konto {role}", role=role, body=body, subject=role
    ).account
    with database.reading() as connection:
        known = stored.by_id(connection, number)
    assert known is not None
    return known.actor


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path, role: Role) -> Iterator[House]:
    database = open_database(sqlite_url)
    body = OWN_BODY.get(role, "SMI")
    own, other = plan(database, measure(lead=body), measure(lead=OTHER, number="2"))
    for key in (own, other):
        sent(database, key, by=CHANCELLERY, progress="77 %")
    yield House(database, tmp_path, body, {body: own, OTHER: other})
    database.engine.dispose()


Attempt = Callable[[House, Actor, str], object]
"""Tries something that a right is for, about what a body answers for."""


def _read(house: House, by: Actor, body: str) -> object:
    assert build(reading.cut(house.database, TODAY, LATER, audience(by))).measures.size
    return True


def _read_unreleased(house: House, by: Actor, body: str) -> object:
    view = build(reading.cut(house.database, TODAY, LATER, audience(by)))
    record = questions.record(house.database, view, house.keys[body], by)
    assert record is not None
    if record.value("progress") != 0.77:
        raise NotAllowed
    assert any(not entry.released for entry in record.history)
    return True


def _report(house: House, by: Actor, body: str) -> object:
    return report(
        house.database, key=house.keys[body], entries={"progress": "80 %"}, by=by, at=LATER, form_key=form_key(),
        seen=reading.data_revision(house.database),
    )  # fmt: skip


def _round(house: House) -> int:
    return rounds.open_round(
        house.database, title="II/2021", stichtag=STICHTAG, due_on=TODAY + timedelta(days=9),
        bodies=[house.body, OTHER], by=CHANCELLERY, at=NOW, form_key=form_key(),
    )  # fmt: skip


def _hand_in(house: House, by: Actor, body: str) -> object:
    return rounds.hand_in(house.database, round=_round(house), body=body, by=by, at=LATER, form_key=form_key())


def _release(house: House, by: Actor, body: str) -> object:
    return release(
        house.database, by=by, at=LATER, form_key=form_key(), seen=reading.data_revision(house.database), until=TODAY,
        body=body,
    )  # fmt: skip


def _run_rounds(house: House, by: Actor, body: str) -> object:
    return rounds.open_round(
        house.database, title="III/2021", stichtag=STICHTAG, due_on=TODAY + timedelta(days=9), bodies=[body], by=by,
        at=LATER, form_key=form_key(),
    )  # fmt: skip


def _import(house: House, by: Actor, body: str) -> object:
    files = [deliver(house.sheet(body))]
    options = Options(ministry=body, partial=True)
    try:
        demand_looking(house.database, prepare(house.database, files, options, LATER.date()), by)
    except NotAllowed:
        with pytest.raises(NotAllowed):
            import_files(house.database, files, options, by=by, at=LATER)
        raise
    batch = import_files(house.database, files, options, by=by, at=LATER)
    assert batch.applied
    everybody = build(reading.cut(house.database, TODAY, LATER, "released")).measures
    assert everybody["title"].eq(f"Ganz neu von {body}").any() == (by.role == Role.CHANCELLERY)
    return batch


def _get_workbook(house: House, by: Actor, body: str) -> object:
    return hand_out_workbook(house.database, ministry=body, stichtag=TODAY, by=by, at=LATER, part=Part.MEASURES)


def _get_original(house: House, by: Actor, body: str) -> object:
    batch = import_files(
        house.database, [deliver(house.sheet(body))], Options(ministry=body, partial=True), by=CHANCELLERY, at=NOW
    )
    digest = str(batch.files[0].sha256)
    offered = questions.originals(house.database, [digest], by)
    assert bool(offered) == _expected(by, Right.GET_ORIGINAL, body == house.body)
    return questions.original(house.database, digest, by=by, at=LATER)


def _read_briefings(house: House, by: Actor, body: str) -> object:
    issue.issued_documents(house.database, "briefing", by=by)
    return True


def _issue(house: House, by: Actor, body: str) -> object:
    document = Document("briefing", "Bericht", STAND, NOW, 1, "released", "1", "{}", {}, {})
    try:
        return issue.issue(house.database, document, {}, by=by, at=LATER, form_key=form_key())
    except issue.NotIssued:  # without its files: whoever gets that far had the right
        return True


def _manage_accounts(house: House, by: Actor, body: str) -> object:
    kind = Role.MUNICIPAL if body.startswith("LK") else Role.MINISTRY
    return accounts.add(house.database, by=by, at=LATER, name="Neu", role=kind, body=body, subject="neu")


def _read_audit(house: House, by: Actor, body: str) -> object:
    return audit.search(house.database, Wanted(), by=by, at=LATER)


def _erase(house: House, by: Actor, body: str) -> object:
    number = accounts.add(
        house.database, by=CHANCELLERY, at=NOW, name="Weg", role=Role.READER, body=None, subject="weg"
    ).account
    erasure.erase_account(house.database, account=number, reason="Antrag vom Juli", by=by, at=LATER)
    return True


ATTEMPTS: dict[Right, Attempt] = {
    Right.READ: _read,
    Right.READ_UNRELEASED: _read_unreleased,
    Right.REPORT: _report,
    Right.HAND_IN: _hand_in,
    Right.RELEASE: _release,
    Right.RUN_ROUNDS: _run_rounds,
    Right.IMPORT: _import,
    Right.GET_WORKBOOK: _get_workbook,
    Right.GET_ORIGINAL: _get_original,
    Right.READ_BRIEFINGS: _read_briefings,
    Right.ISSUE: _issue,
    Right.MANAGE_ACCOUNTS: _manage_accounts,
    Right.READ_AUDIT: _read_audit,
    Right.ERASE: _erase,
}
SILENT = {Right.READ_UNRELEASED, Right.READ_BRIEFINGS, Right.IMPORT}
"""What is refused here without an entry of its own: the page that was asked notes it, or simply less is shown."""


def _expected(by: Actor, right: Right, is_own: bool) -> bool:
    return reach(by, right) == Reach.ALL or (reach(by, right) == Reach.OWN and is_own)


def test_every_right_has_an_attempt() -> None:
    assert set(ATTEMPTS) == set(RIGHTS)


CASES = [
    (role, right, is_own)
    for role in Role
    for right in Right
    for is_own in ([True, False] if Reach.OWN in RIGHTS[right].values() else [True])
]


@pytest.mark.parametrize(("role", "right", "is_own"), CASES)
def test_a_role_can_do_what_the_table_says_and_nothing_else(
    house: House, role: Role, right: Right, is_own: bool
) -> None:
    by = _account(house.database, role, house.body if role in OF_A_BODY else None)
    body = house.body if is_own else OTHER
    refusals = Wanted(acts=("refused",))
    before = audit.search(house.database, refusals, by=CHANCELLERY, at=NOW)[1]
    if right == Right.GET_WORKBOOK and body.startswith("LK"):
        body = "SMI"  # municipal bodies have no workbook, and none of their own to ask for
    if _expected(by, right, is_own):
        assert ATTEMPTS[right](house, by, body)
        return
    with pytest.raises(NotAllowed):
        ATTEMPTS[right](house, by, body)
    noted = audit.search(house.database, refusals, by=CHANCELLERY, at=NOW)[1] - before
    assert right in SILENT or noted == 1


@pytest.mark.parametrize("role", [Role.MINISTRY])
def test_an_actor_whose_account_was_changed_meanwhile_writes_nothing(house: House, role: Role) -> None:
    by = _account(house.database, role, house.body)
    accounts.set_role(house.database, by=CHANCELLERY, at=NOW, account=str(by.account), role=Role.READER, body=None)
    for stale in (by, replace(by, role=Role.CHANCELLERY)):
        with pytest.raises(NotAllowed):
            _report(house, stale, house.body)
    assert _read(house, by, house.body)
