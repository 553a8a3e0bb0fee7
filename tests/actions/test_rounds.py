"""A reporting round from the request to the publication, as those who take part in it live it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from masterplan.actions.briefing_material import material
from masterplan.actions.report import confirm
from masterplan.actions.rounds import (
    NotPossible,
    accept,
    all_rounds,
    answer,
    contested_at,
    hand_in,
    open_round,
    publish,
    query,
    settle,
    standing,
    take_back,
)
from masterplan.briefings.build import build
from masterplan.briefings.content import Table
from masterplan.domain.access import Actor, NotAllowed
from masterplan.domain.reporting.rounds import State
from masterplan.store import reading
from masterplan.store.engine import Database
from masterplan.store.tables import audit
from tests.reporting import (
    CHANCELLERY,
    NOW,
    SMI,
    SMK,
    STICHTAG,
    form_key,
    measure,
    plan,
    sent,
    sent_in,
    stated,
)

DUE_ON = date(2021, 7, 15)


def _round(database: Database, *bodies: str) -> int:
    return open_round(
        database, title="II. Quartal 2021", stichtag=STICHTAG, due_on=DUE_ON, bodies=bodies or ("SMI", "SMK"),
        by=CHANCELLERY, at=NOW - timedelta(days=3), form_key=form_key(),
    )  # fmt: skip


def _states(database: Database, number: int) -> dict[str, State]:
    found = standing(database, number, NOW)
    assert found is not None
    return dict(found.states)


def test_a_round_goes_its_way_and_its_report_is_seen_by_all_once_it_is_published(database: Database) -> None:
    mine, other = plan(database, measure(), measure(lead="SMK", number="2"))
    number = _round(database)
    assert _states(database, number) == {"SMI": State.REQUESTED, "SMK": State.REQUESTED}
    given = sent_in(database, number, mine, progress="60 %")
    assert given.effective_on == STICHTAG
    assert _states(database, number)["SMI"] == State.IN_WORK
    hand_in(database, round=number, body="SMI", by=SMI, at=NOW, form_key=form_key())
    accept(database, round=number, body="SMI", by=CHANCELLERY, at=NOW + timedelta(hours=1), form_key=form_key())
    assert stated(database, mine, audience="released")["progress"] == 0.4
    form = form_key()
    for _ in "12":
        given_out = publish(
            database, round=number, bodies=["SMI"], by=CHANCELLERY, at=NOW + timedelta(hours=2), form_key=form
        )
        assert (given_out.bodies, len(given_out.statements)) == (("SMI",), 1)
    assert stated(database, mine, audience="released")["progress"] == 0.6
    assert _states(database, number) == {"SMI": State.PUBLISHED, "SMK": State.REQUESTED}
    correction = sent_in(database, number, mine, at=NOW + timedelta(hours=3), progress="55 %")
    assert (correction.act, correction.correction) == ("correction", 1)
    with pytest.raises(NotPossible, match="„angefordert“; „veröffentlicht“ ist von dort aus nicht möglich"):
        publish(database, round=number, bodies=["SMK"], by=CHANCELLERY, at=NOW, form_key=form_key())
    assert stated(database, other)["progress"] == 0.4


def test_what_was_handed_in_is_not_changed_until_it_is_taken_back_or_asked_about(database: Database) -> None:
    [key] = plan(database, measure())
    number = _round(database, "SMI")
    hand_in(database, round=number, body="SMI", by=SMI, at=NOW, form_key=form_key())
    with pytest.raises(NotPossible, match="Nehmen Sie die Meldung zurück"):
        sent_in(database, number, key, progress="60 %")
    take_back(database, round=number, body="SMI", by=SMI, at=NOW, form_key=form_key())
    sent_in(database, number, key, progress="60 %")
    hand_in(database, round=number, body="SMI", by=SMI, at=NOW, form_key=form_key())
    query(
        database, round=number, key=key, field="progress", counter_value="20 %", counter_source="Termin vom 2. Juli",
        comment="Wo sind die übrigen Ämter?", by=CHANCELLERY, at=NOW, form_key=form_key(),
    )  # fmt: skip
    assert _states(database, number) == {"SMI": State.QUERIED}
    seen = reading.data_revision(database)
    confirm(database, keys=[key], by=SMI, at=NOW, form_key=form_key(), seen=seen, round=number)
    assert _states(database, number) == {"SMI": State.IN_WORK}


def test_a_round_does_not_lend_its_stichtag_to_those_it_did_not_ask(database: Database) -> None:
    [key] = plan(database, measure())
    number = _round(database, "SMK")
    with pytest.raises(NotPossible, match="fragt niemanden nach diesem Eintrag"):
        sent_in(database, number, key, progress="60 %")


def _disputed(database: Database) -> tuple[int, str]:
    """An accepted round in which 60 % were reported, 20 % held against it, and 40 % released before."""
    [key] = plan(database, measure())
    number = _round(database, "SMI")
    sent_in(database, number, key, progress="60 %")
    hand_in(database, round=number, body="SMI", by=SMI, at=NOW, form_key=form_key())
    query(
        database, round=number, key=key, field="progress", counter_value="20 %", counter_source="Termin vom 2. Juli",
        comment="", by=CHANCELLERY, at=NOW, form_key=form_key(),
    )  # fmt: skip
    answer(database, round=number, key=key, comment="Gezählt sind alle.", by=SMI, at=NOW, form_key=form_key())
    hand_in(database, round=number, body="SMI", by=SMI, at=NOW, form_key=form_key())
    accept(database, round=number, body="SMI", by=CHANCELLERY, at=NOW, form_key=form_key())
    return number, key


def test_without_agreement_both_values_stand_with_source_and_answer(database: Database) -> None:
    number, key = _disputed(database)
    found = standing(database, number, NOW)
    assert found is not None
    (one,) = found.contested
    assert (one.reported, one.counter_value, one.counter_source, one.answer) == (
        0.6, 0.2, "Termin vom 2. Juli", "Gezählt sind alle.",
    )  # fmt: skip
    later = NOW + timedelta(days=1)
    assert [one.reported for one in contested_at(database, stichtag=STICHTAG, known_by=later)] == [0.4]  # not released
    assert [one.reported for one in contested_at(database, stichtag=STICHTAG, known_by=later, audience="all")] == [0.6]
    assert contested_at(database, stichtag=STICHTAG, known_by=NOW - timedelta(days=1)) == []
    settle(database, round=number, key=key, field="progress", by=CHANCELLERY, at=NOW, form_key=form_key())
    settled = standing(database, number, NOW)
    assert settled is not None
    assert settled.contested == ()
    assert settled.states == {"SMI": State.ACCEPTED}


def test_the_briefing_shows_both_values_as_they_were_known_then(database: Database) -> None:
    number, key = _disputed(database)
    later, earlier = NOW + timedelta(days=1), NOW - timedelta(days=1)
    both = ("20 %", "Termin vom 2. Juli")
    assert _contested_in_briefing(database, later, draft=False) == ("40 %", *both)  # the cabinet sees what is released
    assert _contested_in_briefing(database, later, draft=True) == ("60 %\u00a0†", *both)
    for draft in (False, True):
        assert _contested_in_briefing(database, earlier, draft) is None  # nobody had asked yet
    settle(database, round=number, key=key, field="progress", by=CHANCELLERY, at=NOW, form_key=form_key())
    assert _contested_in_briefing(database, later, draft=True) is None


def _contested_in_briefing(database: Database, known_by: datetime, draft: bool) -> tuple[str, ...] | None:
    """What a briefing says of the one value without agreement: reported, held against it, and the source of that."""
    briefing = build(material(database, STICHTAG, known_by, draft=draft, rule="bund-2020", software="1.0"))
    (section,) = (one for one in briefing.sections if one.id == "risks")
    found = [block for block in section.blocks if isinstance(block, Table) and block.title.startswith("Angaben, über")]
    told = [tuple(cell.text.replace("\u00a0%", " %") for cell in row[4:7]) for table in found for row in table.rows]
    assert len(told) <= 1
    assert ("Ohne Einigung: 1 Angabe." in section.message) == bool(told)
    assert "Gezählt sind alle." not in str(briefing)
    return told[0] if told else None


def test_what_is_entered_after_the_acceptance_waits(database: Database) -> None:
    mine, _ = plan(database, measure(), measure(number="2"))
    number = _round(database, "SMI")
    sent_in(database, number, mine, progress="60 %")
    hand_in(database, round=number, body="SMI", by=SMI, at=NOW, form_key=form_key())
    accept(database, round=number, body="SMI", by=CHANCELLERY, at=NOW + timedelta(hours=1), form_key=form_key())
    late = NOW + timedelta(hours=2)
    sent(database, mine, at=late, remark="Ohne die Runde")
    publish(database, round=number, bodies=["SMI"], by=CHANCELLERY, at=NOW + timedelta(hours=3), form_key=form_key())
    released = stated(database, mine, audience="released")
    assert (released["progress"], released["remark"]) == (0.6, "Vergabe läuft")


def test_a_round_knows_what_was_reported_since_it_was_opened(database: Database) -> None:
    mine, other = plan(database, measure(), measure(number="2"))
    number = _round(database, "SMI")
    sent_in(database, number, mine, progress="60 %")
    found = standing(database, number, NOW)
    assert found is not None
    assert found.reported == frozenset({mine})
    assert found.on == STICHTAG
    assert other not in found.reported


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": " "}, "Namen von höchstens 120 Zeichen"),
        ({"due_on": date(2021, 7, 1)}, "Die Frist 01.07.2021 ist schon verstrichen"),
        ({"bodies": []}, "mindestens eine Stelle"),
        ({"bodies": ["SMI", "SMX"]}, "Am 30.06.2021 gibt es die Stelle „SMX“ nicht"),
    ],
)
def test_a_round_that_is_not_whole_is_refused(database: Database, changed: dict[str, object], words: str) -> None:
    asked = {"title": "II", "stichtag": STICHTAG, "due_on": DUE_ON, "bodies": ["SMI"], **changed}
    with pytest.raises(NotPossible, match=words):
        open_round(database, **asked, by=CHANCELLERY, at=NOW, form_key=form_key())  # type: ignore[arg-type]
    assert all_rounds(database) == []


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"comment": " "}, "was an der Meldung fraglich ist"),
        ({"comment": "", "field": "progress", "counter_value": "20 %"}, "Zum Gegenwert gehört seine Quelle"),
        ({"comment": "", "field": "progress", "counter_value": "viel", "counter_source": "x"}, "als Anteil lesbar"),
        ({"comment": "", "counter_value": "20 %", "counter_source": "x"}, "Bitte wählen Sie die Angabe"),
        ({"comment": "Warum?", "key": "measure/2"}, "fragt niemanden nach diesem Eintrag"),
    ],
)
def test_a_query_that_is_not_whole_is_refused(database: Database, told: dict[str, str], words: str) -> None:
    [key, _] = plan(database, measure(), measure(lead="SMS", number="2"))
    number = _round(database, "SMI")
    hand_in(database, round=number, body="SMI", by=SMI, at=NOW, form_key=form_key())
    with pytest.raises(NotPossible, match=words):
        query(database, **{"round": number, "key": key, **told}, by=CHANCELLERY, at=NOW, form_key=form_key())  # type: ignore[arg-type]
    assert _states(database, number) == {"SMI": State.HANDED_IN}


def test_nobody_steps_for_others_and_each_try_is_noted(database: Database) -> None:
    [key] = plan(database, measure())
    number = _round(database, "SMI")
    tries: list[Callable[[Actor], object]] = [
        lambda by: hand_in(database, round=number, body="SMI", by=by, at=NOW, form_key=form_key()),
        lambda by: answer(database, round=number, key=key, comment="Nein", by=by, at=NOW, form_key=form_key()),
        lambda by: open_round(
            database, title="Z", stichtag=STICHTAG, due_on=DUE_ON, bodies=["SMI"], by=by, at=NOW, form_key=form_key()
        ),
    ]
    for attempt in tries:
        with pytest.raises(NotAllowed):
            attempt(SMK)
    assert _states(database, number) == {"SMI": State.REQUESTED}
    assert _acts(database).count("refused") == 3


def _acts(database: Database) -> list[str]:
    with database.reading() as connection:
        return [row.act for row in connection.execute(audit.select())]


def test_steps_stand_in_the_audit(database: Database) -> None:
    plan(database, measure())
    number = _round(database, "SMI")
    hand_in(database, round=number, body="SMI", by=SMI, at=NOW, form_key=form_key())
    assert _acts(database).count("round") == 3


def test_a_form_sent_twice_asks_once(database: Database) -> None:
    form = form_key()
    asked = {"title": "II", "stichtag": STICHTAG, "due_on": DUE_ON, "bodies": ["SMI"]}
    numbers = {open_round(database, **asked, by=CHANCELLERY, at=NOW, form_key=form) for _ in "12"}  # type: ignore[arg-type]
    assert len(numbers) == len(all_rounds(database)) == 1


def test_a_ministry_renamed_since_the_stichtag_still_hands_in(database: Database) -> None:
    [key] = plan(database, measure(lead="SMUL"), on=date(2019, 3, 19))
    at = NOW.replace(year=2020, month=1, day=10)
    number = open_round(
        database, title="IV/2019", stichtag=date(2019, 11, 30), due_on=date(2020, 1, 31), bodies=["SMUL"],
        by=CHANCELLERY, at=at, form_key=form_key(),
    )  # fmt: skip
    heirs = Actor("Koordination SMEKUL", SMI.role, "SMEKUL")
    sent_in(database, number, key, by=heirs, at=at, progress="60 %")
    assert hand_in(database, round=number, body="SMUL", by=heirs, at=at, form_key=form_key()) == State.HANDED_IN
