"""The pages of those who keep accounts and the audit, each shown alone with a real database."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from masterplan.actions import accounts, audit, login
from masterplan.actions.accounts import AccountRefused
from masterplan.actions.audit import Entry
from masterplan.actions.offered import Offered
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.domain.view import PlanView
from masterplan.store.engine import Database, open_database
from masterplan.workbooks.plain_table import as_xlsx
from tests.builders import view
from tests.logins import FIRST
from tests.pages.offering import CHANCELLERY, shown

AT = datetime(2022, 1, 1, 9, tzinfo=UTC)
DELEGATE = Actor("Verwaltung SMI", Role.DELEGATE, "SMI")


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Database]:
    opened = open_database(sqlite_url)
    yield opened
    opened.engine.dispose()


def _accounts(plan: "PlanView", offered: "Offered") -> None:
    from masterplan.pages import accounts as page

    page.show(plan, offered)


def _audit(plan: "PlanView", offered: "Offered") -> None:
    from masterplan.pages import audit as page

    page.show(plan, offered)


def _erasure(plan: "PlanView", offered: "Offered") -> None:
    from masterplan.pages import erasure as page

    page.show(plan, offered)


def _own(plan: "PlanView", offered: "Offered") -> None:
    from masterplan.pages import own_account as page

    page.show(plan, offered)


def _page(page: Callable[..., None], database: Database, actor: Actor = CHANCELLERY, **more: Any) -> AppTest:
    return shown(page, view(), database=database, actor=actor, now=AT, **more)


def test_an_account_is_added_with_a_password_that_is_shown_once(database: Database) -> None:
    run = _page(_accounts, database)
    run.text_input[0].input("Anna Beispiel")
    run.selectbox[0].select(Role.CHANCELLERY)
    run.text_input[1].input("anna")
    run.button[-1].click().run()
    [said] = [one.value for one in run.success]
    assert "Anna Beispiel" in said
    password = said.split("`")[1]
    assert login.log_in(database, login="anna", password=password, at=AT).must_change
    assert not run.run().success
    assert list(run.dataframe[0].value["Kennung"]) == ["anna"]


def test_whoever_keeps_the_accounts_of_one_body_sees_and_gives_nothing_beyond_it(database: Database) -> None:
    add = {"by": CHANCELLERY, "at": AT}
    mine = accounts.add(database, name="Meins", role=Role.MINISTRY, body="SMI", login="m", **add).account  # type: ignore[arg-type]
    other = accounts.add(database, name="Fremd", role=Role.MINISTRY, body="SMF", login="f", **add).account  # type: ignore[arg-type]
    boss = accounts.add(database, name="Chefin", role=Role.CABINET, body="SMI", login="c", **add).account  # type: ignore[arg-type]
    assert [one.name for one in accounts.everybody(database, by=DELEGATE, at=AT)] == ["Meins"]
    by = {"by": DELEGATE, "at": AT}
    for number in (other, boss):
        with pytest.raises(NotAllowed):
            accounts.disable(database, account=number, **by)  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            accounts.new_password(database, account=number, **by)  # type: ignore[arg-type]
    for role, body in ((Role.CHANCELLERY, "SMI"), (Role.MINISTRY, "SMF"), (Role.READER, None), (Role.CABINET, "SMI")):
        with pytest.raises(NotAllowed):
            accounts.set_role(database, account=mine, role=role, body=body, **by)  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            accounts.add(database, name="Neu", role=role, body=body, login="n", **by)  # type: ignore[arg-type]
    accounts.disable(database, account=mine, **by)  # type: ignore[arg-type]
    run = _page(_accounts, database, DELEGATE)
    assert list(run.dataframe[0].value["Name"]) == ["Meins"]
    assert list(run.dataframe[0].value["Zustand"]) == ["gesperrt"]


def test_a_ministry_keeps_no_accounts(database: Database) -> None:
    with pytest.raises(NotAllowed):
        accounts.everybody(database, by=Actor("K", Role.MINISTRY, "SMI"), at=AT)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"name": " "}, "Namen"),
        ({"name": "Doppelt"}, "Diesen Namen gibt es schon"),
        ({"name": "Masterplan-Dashboard"}, "Diesen Namen gibt es schon"),
        ({"login": "DOPPELT"}, "Diese Kennung gibt es schon"),
        ({"login": None}, "braucht eine Kennung"),
        ({"role": Role.MINISTRY}, "braucht ein passendes Ressort"),
        ({"role": Role.MINISTRY, "body": "LK-Bautzen"}, "braucht ein passendes Ressort"),
        ({"role": Role.MUNICIPAL, "body": "SMI"}, "braucht ein passendes Ressort"),
        ({"role": Role.MINISTRY, "body": "SMJus"}, "gibt es heute nicht. Möglich ist: SK, SMI, SMF, SMJusDEG, SMK"),
        ({"role": Role.MUNICIPAL, "body": "Leipzig"}, "Möglich ist: SSG, .*Stadt-Leipzig, LK-Bautzen"),
        ({"password": "kurz"}, "zu kurz"),
    ],
)
def test_an_account_that_would_not_work_is_refused(database: Database, more: dict[str, Any], words: str) -> None:
    plain = {"by": CHANCELLERY, "at": AT, "role": Role.READER, "body": None}
    accounts.add(database, name="Doppelt", login="doppelt", **plain)  # type: ignore[arg-type]
    with pytest.raises(AccountRefused, match=words):
        accounts.add(database, **{**plain, "name": "Neu", "login": "neu", **more})


def test_the_last_account_of_the_chancellery_can_be_neither_shut_nor_changed(database: Database) -> None:
    number = accounts.add(
        database, by=CHANCELLERY, at=AT, name="Anna", role=Role.CHANCELLERY, body=None, login="anna"
    ).account
    with pytest.raises(AccountRefused, match="letzte Konto"):
        accounts.disable(database, by=CHANCELLERY, at=AT, account=number)
    with pytest.raises(AccountRefused, match="letzte Konto"):
        accounts.set_role(database, by=CHANCELLERY, at=AT, account=number, role=Role.READER, body=None)


def test_the_audit_is_shown_narrowed_and_taken_along(database: Database) -> None:
    for position in range(120):
        audit.note(database, act="download", by=CHANCELLERY, at=AT, subject=f"Liste {position}.csv")
    run = _page(_audit, database)
    assert len(run.dataframe[0].value) == audit.PAGE
    assert any("Seite 1 von 2" in one.value for one in run.markdown)
    run.query_params["was"] = "liste 7.csv"
    run.run()
    assert list(run.dataframe[0].value["Worum"]) == ["Liste 7.csv"]
    assert list(run.dataframe[0].value["Was"]) == ["heruntergeladen"]


@pytest.mark.parametrize(
    ("detail", "words"),
    [
        ({"bodies": ["SMI", "SMK"], "step": "opened"}, "eröffnet · für SMI, SMK"),
        ({"step": "handed_in", "body": "SMI"}, "abgegeben · für SMI"),
        ({"body": "LK-Bautzen", "change": "add", "role": "municipal"},
         "angelegt · Rolle: Koordination einer Kommune · für LK-Bautzen"),
        ({"part": "measures", "headings": {"Vorhaben": "title"}}, "Maßnahmenkatalog · „Vorhaben“: Titel"),
        ({"revision": 14, "items": 5}, "Änderung Nr. 14 · Einträge: 5"),
    ],
)  # fmt: skip
def test_the_details_of_the_audit_are_told_in_german(detail: dict[str, object], words: str) -> None:
    from masterplan.pages.audit import details

    assert details(Entry(1, AT, None, "round", "round/1", detail)) == words


def test_an_exported_audit_runs_no_formula(database: Database) -> None:
    from masterplan.pages.audit import as_table

    audit.note(database, act="download", by=CHANCELLERY, at=AT, subject="=1+1")
    found = audit.export(database, audit.Wanted(acts=("download",)), by=CHANCELLERY, at=AT, kind="xlsx")
    sheet = openpyxl.load_workbook(BytesIO(as_xlsx(as_table(found), "Prüfprotokoll")))["Prüfprotokoll"]
    assert sheet["D2"].value == "'=1+1"
    assert sheet["D2"].data_type == "s"


def test_one_sees_ones_other_sessions_and_ends_them(database: Database) -> None:
    accounts.add(
        database, by=CHANCELLERY, at=AT, name="Anna", role=Role.MINISTRY, body="SMI", login="anna", password=FIRST
    )
    here, there = (login.log_in(database, login="anna", password=FIRST, at=AT).secret for _ in range(2))
    session = login.session_of(database, here)
    assert session is not None
    run = _page(_own, database, session.actor, session=session)
    assert any("melden und bestätigen (für die eigenen Einträge)" in one.value for one in run.markdown)
    run.button(key="end_others").click().run()
    assert not login.counts(login.session_of(database, there), AT)
    assert login.counts(login.session_of(database, here), AT)


def test_erasing_asks_twice_and_for_a_reason(database: Database) -> None:
    accounts.add(database, by=CHANCELLERY, at=AT, name="Rosa", role=Role.READER, body=None, login="rosa")
    run = _page(_erasure, database)
    run.selectbox(key="erase_account").select(accounts.everybody(database, by=CHANCELLERY, at=AT)[0].id).run()
    assert run.button[0].disabled
    run.checkbox[0].check().run()
    run.button[0].click().run()
    assert any("Grund" in one.value for one in run.error)
    run.text_input(key="erase_reason").input("Antrag vom 1. Januar").run()
    run.button[0].click().run()
    assert any("gelöscht" in one.value for one in run.success)
    assert accounts.everybody(database, by=CHANCELLERY, at=AT) == []
