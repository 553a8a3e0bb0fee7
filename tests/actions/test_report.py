from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masterplan.actions.release import open_entries, release
from masterplan.actions.report import NotReported, SomebodyWasFaster, confirm, report
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.domain.origins import Entry
from masterplan.domain.plan import Kind
from masterplan.store import item_log, reading
from masterplan.store.engine import Database
from masterplan.store.tables import audit
from tests.reporting import CABINET, CHANCELLERY, LEIPZIG, NOW, SMI, SMK, STAND, form_key, measure, plan, sent, stated


def _history(database: Database, key: str) -> list[Entry]:
    with database.reading() as connection:
        row = item_log.item_row(connection, key)
        return item_log.history(connection, row.id, reading.newest_revision(connection))


def test_an_edit_states_only_what_was_changed_for_today(database: Database) -> None:
    [key] = plan(database, measure())
    given = sent(database, key, status="in_progress", progress="60 %", forecast_on="III. Quartal 2022", remark="")
    assert (given.act, given.effective_on) == ("edit", date(2021, 7, 5))
    assert given.fields == ("progress", "forecast_on", "remark")
    last = _history(database, key)[-1]
    assert dict(last.fields) == {"progress": 0.6, "forecast_on": "2022-09-30", "remark": None}
    assert dict(last.wordings) == {"progress": "60 %", "forecast_on": "III. Quartal 2022"}
    assert (last.by, last.released, last.row) == ("Koordination SMI", False, None)
    assert stated(database, key)["progress"] == 0.6
    assert stated(database, key, date(2021, 7, 4))["progress"] == 0.4


def test_in_an_example_database_an_edit_speaks_of_its_default_stichtag(example_copy_url: str) -> None:
    from masterplan.store.engine import open_database

    database = open_database(example_copy_url)
    given = sent(database, "measure/17", CHANCELLERY, datetime(2022, 6, 1, tzinfo=UTC), remark="Neues vom Tage")
    assert given.effective_on == date(2021, 12, 31)
    database.engine.dispose()


def test_the_day_is_that_of_berlin(database: Database) -> None:
    [key] = plan(database, measure())
    given = sent(database, key, at=datetime(2021, 7, 5, 22, 30, tzinfo=UTC), progress="70 %")
    assert given.effective_on == date(2021, 7, 6)


def test_what_cannot_be_is_refused_and_nothing_written(database: Database) -> None:
    [key] = plan(database, measure())
    before = reading.data_revision(database)
    with pytest.raises(NotReported) as refused:
        sent(database, key, progress="130 %", forecast_on="bald", status="delayed", achieved_on="1.8.2021")
    assert [one.field for one in refused.value.problems[key]] == ["progress", "forecast_on", "achieved_on", "reason"]
    with pytest.raises(NotReported, match="Es wurde nichts geändert"):
        sent(database, key, progress="40 %")
    with pytest.raises(NotReported, match="gibt es keinen Eintrag „measure/99“"):
        sent(database, "measure/99", progress="50 %")
    assert reading.data_revision(database) == before


STRANGERS = (SMK, CABINET, LEIPZIG, Actor("Leser", Role.READER), Actor("Verwaltung", Role.DELEGATE, "SMI"))


@pytest.mark.parametrize("by", STRANGERS, ids=lambda by: by.role)
def test_nobody_reports_for_others_and_each_try_is_noted(database: Database, by: Actor) -> None:
    [key] = plan(database, measure())
    before = reading.data_revision(database)
    with pytest.raises(NotAllowed):
        sent(database, key, by, progress="60 %")
    with pytest.raises(NotAllowed):
        confirm(database, keys=[key], by=by, at=NOW, form_key=form_key(), seen=before)
    assert reading.data_revision(database) == before
    with database.reading() as connection:
        noted = list(connection.execute(audit.select().where(audit.c.act == "refused")))
    assert [(row.act, row.subject) for row in noted] == [("refused", key)] * 2


def test_a_field_that_is_not_in_the_form_cannot_be_forged(database: Database) -> None:
    [key] = plan(database, measure())
    with pytest.raises(NotAllowed, match="„Plantermin“"):
        sent(database, key, due_on="31.12.2030", progress="50 %")
    assert stated(database, key)["due_on"] == "2021-12-31"


def test_a_municipal_body_reports_on_its_own_measures(database: Database) -> None:
    own, other = plan(database, measure(lead="L", number="7"), measure())
    assert sent(database, own, LEIPZIG, progress="50 %").act == "edit"
    with pytest.raises(NotAllowed):
        sent(database, other, LEIPZIG, progress="50 %")


def test_a_renamed_ministry_answers_for_what_its_old_name_reported(database: Database) -> None:
    [key] = plan(database, measure(lead="SMUL"), on=date(2019, 3, 19))
    heirs = Actor("Koordination SMEKUL", Role.MINISTRY, "SMEKUL")
    assert sent(database, key, heirs, progress="50 %").act == "edit"


def test_a_form_sent_twice_takes_effect_once(database: Database) -> None:
    [key] = plan(database, measure())
    form, seen = form_key(), reading.data_revision(database)
    texts = {"progress": "60 %"}
    first, second = (report(database, key=key, entries=texts, by=SMI, at=NOW, form_key=form, seen=seen) for _ in "12")
    assert first == second
    assert reading.data_revision(database) == seen + 1
    with pytest.raises(SomebodyWasFaster):  # the key is good for the account only that the form was drawn for
        report(database, key=key, entries=texts, by=CHANCELLERY, at=NOW, form_key=form, seen=seen)


def test_who_comes_second_sees_both_versions_with_who_and_when(database: Database) -> None:
    [key] = plan(database, measure())
    seen = reading.data_revision(database)
    sent(database, key, CHANCELLERY, progress="50 %", remark="Vergabe erfolgt")
    texts = {"progress": "70 %", "reported_light": "green"}
    with pytest.raises(SomebodyWasFaster, match="Inzwischen hat Staatskanzlei dazu gemeldet") as faster:
        report(database, key=key, entries=texts, by=SMI, at=NOW, form_key=form_key(), seen=seen)
    versions = {one.field: (one.before, one.theirs, one.mine, one.by) for one in faster.value.versions[key]}
    assert versions == {
        "progress": (0.4, 0.5, "70 %", "Staatskanzlei"),
        "reported_light": ("yellow", "yellow", "green", "Staatskanzlei"),
        "remark": ("Vergabe läuft", "Vergabe erfolgt", None, "Staatskanzlei"),
    }
    assert stated(database, key)["progress"] == 0.5
    report(database, key=key, entries=texts, by=SMI, at=NOW, form_key=form_key(), seen=reading.data_revision(database))
    assert (stated(database, key)["progress"], stated(database, key)["remark"]) == (0.7, "Vergabe erfolgt")


def test_several_items_are_confirmed_in_one_revision(database: Database) -> None:
    keys = plan(database, measure(), measure(number="2", title="Portal"))
    seen = reading.data_revision(database)
    given = confirm(database, keys=keys, by=SMI, at=NOW, form_key=form_key(), seen=seen)
    assert (given.revision, given.keys, given.act) == (seen + 1, tuple(keys), "confirmation")
    last = _history(database, keys[1])[-1]
    names = ("status", "progress", "forecast_on", "reported_light")
    assert dict(last.fields) == {name: measure()[name] for name in names}
    assert stated(database, keys[0])["remark"] == "Vergabe läuft"


def test_a_confirmation_keeps_the_words_of_what_it_confirms(database: Database) -> None:
    [key] = plan(database, measure(forecast_on=None))
    sent(database, key, forecast_on="III. Quartal 2022")
    later = NOW + timedelta(days=30)
    confirm(database, keys=[key], by=SMI, at=later, form_key=form_key(), seen=reading.data_revision(database))
    assert _history(database, key)[-1].wordings["forecast_on"] == "III. Quartal 2022"


def test_what_lacks_its_reason_or_was_never_reported_is_not_confirmed(database: Database) -> None:
    fine, late, silent = plan(
        database, measure(), measure(due_on="2021-01-31"), {"number": "3", "title": "Neu", "lead": "SMI"}
    )
    seen = reading.data_revision(database)
    for key, words in ((late, "Der Plantermin 31.01.2021 ist verstrichen"), (silent, "noch nichts gemeldet")):
        with pytest.raises(NotReported, match=words):
            confirm(database, keys=[fine, key], by=SMI, at=NOW, form_key=form_key(), seen=seen)
    assert reading.data_revision(database) == seen


def test_wegmarken_keep_the_words_of_a_forecast(database: Database) -> None:
    [key] = plan(database, {"number": "1", "title": "Konzept", "ministry": "SMK"}, kind=Kind.MILESTONE)
    sent(database, key, SMK, forecast_on="Ende 2022", status="planned")
    found = stated(database, key)
    assert (found["forecast_on"], found["forecast_text"]) == ("2022-12-31", "Ende 2022")


def test_a_released_entry_is_seen_by_everybody_from_its_release_on(database: Database) -> None:
    mine, other = plan(database, measure(), measure(lead="SMK", number="2"))
    sent(database, mine, progress="60 %")
    sent(database, other, SMK, progress="80 %")
    seen = reading.data_revision(database)
    sent(database, mine, progress="70 %")
    today = NOW.date()
    with pytest.raises(NotAllowed):
        release(database, by=SMI, at=NOW, form_key=form_key(), seen=seen, until=today)
    form = form_key()
    for _ in "12":
        given = release(database, by=CHANCELLERY, at=NOW, form_key=form, seen=seen, until=today, body="SMI")
        assert len(given.statements) == 1
    assert stated(database, mine, audience="released")["progress"] == 0.6
    assert stated(database, mine)["progress"] == 0.7
    assert stated(database, other, audience="released")["progress"] == 0.4
    assert len(open_entries(database, until=today, by=CHANCELLERY)) == 2
    release(
        database, by=CHANCELLERY, at=NOW, form_key=form_key(), seen=reading.data_revision(database), until=today
    )
    assert stated(database, other, audience="released")["progress"] == 0.8
    assert open_entries(database, until=today, by=CHANCELLERY) == []


def test_a_later_change_of_a_released_value_is_a_numbered_correction(database: Database) -> None:
    [key] = plan(database, measure())
    assert sent(database, key, progress="60 %").act == "edit"
    assert sent(database, key, progress="65 %").act == "edit"  # not released yet
    release(
        database, by=CHANCELLERY, at=NOW, form_key=form_key(), seen=reading.data_revision(database), until=NOW.date()
    )
    first = sent(database, key, progress="55 %")
    second = sent(database, key, progress="50 %", remark="Zählfehler")
    assert [(one.act, one.correction) for one in (first, second)] == [("correction", 1), ("edit", None)]
    release(
        database, by=CHANCELLERY, at=NOW, form_key=form_key(), seen=reading.data_revision(database), until=NOW.date()
    )
    assert sent(database, key, progress="45 %").correction == 2
    assert sent(database, key, at=NOW + timedelta(days=1), progress="50 %").act == "edit"  # of another day


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from((SMI, CHANCELLERY)), st.booleans(), st.integers(0, 98)), max_size=14))
def test_two_editors_never_lose_an_update(database: Database, acts: list[tuple[Actor, bool, int]]) -> None:
    """R5 in short: whoever sends a form drawn before the other's entry writes nothing and is shown both versions."""
    [key] = plan(database, measure(progress=0.99), on=STAND + timedelta(days=1))
    newest = reading.data_revision(database)
    seen = {SMI: newest, CHANCELLERY: newest}
    kept, last = [0.99], newest
    for by, draws, number in acts:
        if draws:
            seen[by] = reading.data_revision(database)
            continue
        share = number / 100
        texts = {"progress": f"{number} %"}
        try:
            given = report(database, key=key, entries=texts, by=by, at=NOW, form_key=form_key(), seen=seen[by])
        except SomebodyWasFaster as faster:
            assert seen[by] < last
            (version,) = faster.versions[key]
            assert (version.theirs, version.mine) == (kept[-1], texts["progress"])
        except NotReported:
            assert seen[by] >= last
            assert share == kept[-1]
        else:
            assert seen[by] >= last
            kept.append(share)
            last = given.revision
    assert [entry.fields["progress"] for entry in _history(database, key)] == kept
    assert stated(database, key)["progress"] == kept[-1]
