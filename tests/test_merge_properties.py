"""What must hold for every merge: nobody's entry is lost unlogged, what nobody touched says nothing, order is free."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from importers.pipeline import Delivered
from masterplan.domain.plan import Kind
from masterplan.store import deriving, item_log, reading
from masterplan.store.canonical import decode
from masterplan.store.engine import Database, open_database
from masterplan.store.tables import not_taken, state, statement
from masterplan.vocabulary import STATUSES
from tests.files import measures
from tests.workbooks.filled_in import MEASURES, NOW, bring_in, enter, filled_in, hand_out, send_back, with_a_plan

SLOW = settings(
    max_examples=4, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
CODES = {word: code for code, word in STATUSES.items()}
NUMBERS = ("1", "2", "3")
WORDS = tuple(CODES)
status = st.sampled_from(WORDS)
share = st.integers(0, 20).map(lambda twentieth: twentieth * 5)
rows = st.fixed_dictionaries({number: st.tuples(status, share) for number in NUMBERS})
entries = st.lists(
    st.tuples(st.sampled_from(NUMBERS), st.sampled_from(("status", "progress")), status, share), max_size=5
)


def catalogue(stand: str, said: Mapping[str, tuple[str, int]]) -> Delivered:
    return measures(
        stand,
        *(
            (number, f"Vorhaben {number * 3}", "SMI", word, "Ende 2022", f"{percent} %")
            for number, (word, percent) in sorted(said.items())
        ),
    )


def entered(database: Database, entry: tuple[str, str, str, int], on: str) -> None:
    number, name, word, percent = entry
    enter(database, f"measure/{number}", on, **{name: CODES[word] if name == "status" else percent / 100})


def values(database: Database, stichtag: str) -> dict[str, Mapping[str, object]]:
    cut = reading.cut(database, date.fromisoformat(stichtag), NOW + timedelta(days=2))
    return {one.key: one.values for items in cut.items.values() for one in items}


@SLOW
@given(first=rows, second=rows, before=entries, rule=st.sampled_from(("ours", "theirs")))
def test_every_cell_of_a_file_is_in_the_plan_or_in_the_log_of_what_was_not_taken(
    databases: Iterator[Database], first: dict[str, tuple[str, int]], second: dict[str, tuple[str, int]],
    before: list[tuple[str, str, str, int]], rule: str,
) -> None:  # fmt: skip
    database = next(databases)
    bring_in(database, catalogue("2020-06-30", first))
    for entry in before:
        entered(database, entry, "2020-09-30")
    asked = bring_in(database, catalogue("2020-12-31", second))
    done = bring_in(database, catalogue("2020-12-31", second), on_conflict=rule)
    assert asked.applied or asked.files[0].conflicts or asked.files[0].status == "unchanged"
    plan = values(database, "2020-12-31")
    with database.reading() as connection:
        query = not_taken.select().join(statement).add_columns(statement.c.item)
        kept = {(row.item, row.field): decode(row.value) for row in connection.execute(query)}
        keys = {item_log.item_row(connection, f"measure/{number}").id: number for number in NUMBERS}
        before_rebuild = connection.execute(_folded()).all()
    logged = {(keys[item], name): value for (item, name), value in kept.items()}
    for number, (word, percent) in second.items():
        for name, said in (("status", CODES[word]), ("progress", percent / 100)):
            in_plan = plan[f"measure/{number}"][name]
            assert in_plan == said or logged.get((number, name)) == said, (number, name, done.files[0].counts)
    with database.writing() as connection:
        deriving.rebuild(connection)
        assert connection.execute(_folded()).all() == before_rebuild


def _folded() -> Any:
    columns = (state.c.item, state.c.effective_on, state.c.revision, state.c.audience, state.c.fields)
    return state.select().with_only_columns(*columns).order_by(*columns[:4])


@SLOW
@given(before=entries, after=entries, stand=st.sampled_from(("2020-12-31", "2021-06-30", "2022-03-31")))
def test_untouched_workbook_writes_nothing_whatever_was_entered_before_and_after(
    databases: Iterator[Database], before: list[tuple[str, str, str, int]], after: list[tuple[str, str, str, int]],
    stand: str,
) -> None:  # fmt: skip
    database = next(databases)
    bring_in(database, catalogue("2020-06-30", dict.fromkeys(NUMBERS, ("in Umsetzung", 50))))
    for entry in before:
        entered(database, entry, "2020-09-30")
    content = hand_out(database)
    for entry in after:
        entered(database, entry, "2021-03-31")
    revision = reading.data_revision(database)
    back = send_back(database, filled_in(content, {}, stand))
    assert ({str(file.status) for file in back.files}, back.applied) == ({"unchanged"}, False)
    assert reading.data_revision(database) == revision


CELLS = [(number, name) for number in NUMBERS for name in ("status", "progress", "remark")]


@SLOW
@given(owners=st.tuples(*(st.sampled_from(("one", "other", "on-line", "nobody")) for _ in CELLS)), data=st.data())
def test_order_does_not_matter_where_nobody_changed_the_same_cell(
    databases: Iterator[Database], owners: tuple[str, ...], data: st.DataObject
) -> None:
    said: dict[str, dict[tuple[str, str], object]] = {"one": {}, "other": {}, "on-line": {}, "nobody": {}}
    for owner, cell in zip(owners, CELLS, strict=True):
        choices = {"status": status, "progress": share.map(lambda one: one / 100), "remark": st.sampled_from("abc")}
        said[owner][cell] = data.draw(choices[cell[1]])
    found = []
    for order in (("one", "other"), ("other", "one")):
        database = next(databases)
        bring_in(database, catalogue("2020-12-31", dict.fromkeys(NUMBERS, ("in Umsetzung", 50))))
        content = hand_out(database)
        for (number, name), value in said["on-line"].items():
            stated = CODES[str(value)] if name == "status" else value
            enter(database, f"measure/{number}", "2021-03-31", **{name: stated})
        for who in order:
            back = send_back(database, filled_in(content, said[who], sheet=MEASURES))
            assert not [conflict for file in back.files for conflict in file.conflicts]
        found.append({stichtag: values(database, stichtag) for stichtag in ("2021-03-31", "2021-06-30")})
    assert found[0] == found[1]
    for owner in ("one", "other", "on-line"):
        for (number, name), value in said[owner].items():
            wanted = CODES[str(value)] if name == "status" else value
            assert found[0]["2021-06-30"][f"measure/{number}"][name] == wanted


def test_merge_gives_the_same_on_both_engines(database_url: str) -> None:
    database = open_database(database_url)
    with_a_plan(database)
    content = filled_in(hand_out(database), {("1", "status"): "abgeschlossen", ("2", "remark"): "läuft"})
    enter(database, "milestone/1", "2021-03-31", status="delayed")
    [asked] = send_back(database, content).files[0].conflicts
    assert (asked.base, asked.theirs, asked.ours) == ("in_progress", "completed", "delayed")
    assert send_back(database, content, on_conflict="ours").applied
    assert not send_back(database, hand_out(database)).applied
    found = {key: one for key, one in values(database, "2021-06-30").items() if key.startswith(Kind.MILESTONE)}
    assert (found["milestone/1"]["status"], found["milestone/2"]["remark"]) == ("delayed", "läuft")
    with database.reading() as connection:
        assert [decode(row.value) for row in connection.execute(not_taken.select())] == ["completed"]
    database.engine.dispose()
