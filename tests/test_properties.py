"""What must hold for all files: nothing is lost on the way in, and the order in which they come does not matter."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importers.pipeline import Delivered, Options, import_files
from masterplan.domain.plan import Kind
from masterplan.store import reading
from masterplan.store.engine import Database
from tests.builders import CHANCELLERY
from tests.files import coverage, measures, plan

NOW = datetime(2025, 1, 1, 12, tzinfo=UTC)
STANDS = ("2019-06-30", "2020-06-30", "2020-12-31", "2021-06-30")
SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def plans(database: Database) -> list[object]:
    """The plan at every Stichtag that matters, without running numbers."""
    found: list[object] = []
    for stand in STANDS:
        cut = reading.cut(database, date.fromisoformat(stand), NOW + timedelta(days=1))
        rows = [
            (kind, one.key if kind == Kind.COVERAGE else "", sorted(one.values.items()), one.baseline_on, one.first_on)
            for kind, items in cut.items.items()
            for one in items
        ]
        found.append(sorted(rows, key=repr))
    return found


TITLES = ("Ausbau von Amt24", "Einführung der E-Akte", "Portal für offene Daten", "Schulung der Beschäftigten")
STATES = ("geplant", "in Umsetzung", "abgeschlossen", None)


def catalogue(draw: st.DrawFn, stand: str) -> Delivered:
    listed = draw(st.lists(st.sampled_from(range(4)), unique=True, min_size=1))
    rows = [
        (number + 1, TITLES[number], draw(st.sampled_from(["SMI", "SMF"])), draw(st.sampled_from(STATES)),
         draw(st.sampled_from(["31.12.2021", "Ende 2022", "bald"])), None)
        for number in listed
    ]  # fmt: skip
    return measures(stand, *rows)


def ministry_plan(draw: st.DrawFn, stand: str) -> Delivered:
    listed = draw(st.lists(st.sampled_from(range(3)), unique=True, min_size=1))
    rows = [(number + 1, TITLES[number], "Z1", "2021", draw(st.sampled_from(STATES))) for number in listed]
    return plan(draw(st.sampled_from(["SMI", "SMF"])), stand, *rows)


def export(draw: st.DrawFn, stand: str) -> Delivered:
    listed = draw(st.lists(st.sampled_from(range(3)), unique=True, min_size=1))
    ars = draw(st.sampled_from(["146120000000", "147130000000"]))
    state = st.sampled_from(["ok", "nicht ok"])
    return coverage(stand, *[(f"9901200100000{number}", ars, draw(state)) for number in listed])


@st.composite
def deliveries(draw: st.DrawFn) -> list[Delivered]:
    """Two to four files of one part, each of another Stand."""
    make = draw(st.sampled_from([catalogue, ministry_plan, export]))
    stands = draw(st.lists(st.sampled_from(STANDS), unique=True, min_size=2, max_size=4))
    return [make(draw, stand) for stand in sorted(stands)]


@SLOW
@given(files=deliveries(), data=st.data())
def test_files_give_the_same_plan_in_whatever_order_they_come(
    databases: Iterator[Database], files: list[Delivered], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(files))
    one, other = next(databases), next(databases)
    for database, order in ((one, files), (other, shuffled)):
        for file in order:
            batch = import_files(database, [file], Options(accept_missing=True), by=CHANCELLERY, at=NOW)
            assert not batch.refused, [problem.message for preview in batch.files for problem in preview.problems]
    assert plans(one) == plans(other)


@SLOW
@given(files=deliveries())
def test_files_of_one_call_give_the_same_plan_as_one_call_each(
    databases: Iterator[Database], files: list[Delivered]
) -> None:
    one, other = next(databases), next(databases)
    import_files(one, files, Options(accept_missing=True), by=CHANCELLERY, at=NOW)
    for file in files:
        import_files(other, [file], Options(accept_missing=True), by=CHANCELLERY, at=NOW)
    assert plans(one) == plans(other)


@SLOW
@given(files=deliveries(), later=deliveries())
def test_later_file_never_changes_what_was_known_before(
    databases: Iterator[Database], files: list[Delivered], later: list[Delivered]
) -> None:
    database = next(databases)

    def known(by: datetime) -> list[object]:
        return [
            reading.cut(database, date.fromisoformat(stand), by, audience)
            for stand in STANDS
            for audience in ("all", "released")
        ]

    for file in files:
        import_files(database, [file], Options(accept_missing=True), by=CHANCELLERY, at=NOW)
    before = known(NOW + timedelta(seconds=1))
    for file in later:
        options = Options(accept_missing=True, on_conflict="ours")
        import_files(database, [file], options, by=CHANCELLERY, at=NOW + timedelta(seconds=2))
    assert known(NOW + timedelta(seconds=1)) == before


letters = st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüßéABCÄÖÜ0123456789")
words = st.text(letters, min_size=1, max_size=30)
days = st.dates(date(2019, 1, 1), date(2029, 12, 31))
measure = st.tuples(words, st.sampled_from(["SMI", "SMF", "SK"]), days, st.integers(0, 100))


@SLOW
@given(rows=st.lists(measure, min_size=1, max_size=5, unique_by=lambda row: row[0].casefold()))
def test_workbook_becomes_the_same_record_in_the_plan(
    databases: Iterator[Database], rows: list[tuple[str, str, date, int]]
) -> None:
    database = next(databases)
    file = measures(
        "2020-06-30",
        *[
            (number, f"Maßnahme {title}", ministry, "in Umsetzung", due.strftime("%d.%m.%Y"), f"{share} %")
            for number, (title, ministry, due, share) in enumerate(rows, 1)
        ],
    )
    import_files(database, [file], Options(), by=CHANCELLERY, at=NOW)
    found = reading.cut(database, date(2020, 6, 30), NOW + timedelta(days=1)).items[Kind.MEASURE]
    assert [
        (one.values["title"], one.values["lead"], one.values["due_on"], one.values["progress"]) for one in found
    ] == [(f"Maßnahme {title}", ministry, due.isoformat(), share / 100) for title, ministry, due, share in rows]
