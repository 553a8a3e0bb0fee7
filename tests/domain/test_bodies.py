"""Bodies of the plan: who is meant by a name on a day, and who owns what was reported under an older name."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masterplan.domain.bodies import Body, body_at, from_csv, lineage, plan_owners, resolve

REFERENCE = Path(__file__).parents[2] / "data" / "reference" / "bodies.csv"
BODIES = from_csv(REFERENCE.read_text(encoding="utf-8"))

ADOPTED = date(2019, 3, 19)
LAST_DAY = date(2019, 12, 19)
RENAMED = date(2019, 12, 20)
LATER = date(2021, 6, 30)
NOW = date(2025, 3, 31)

HEADER = "key;valid_from;valid_to;kind;name;short_name;position;predecessor;succession;aliases;checked;ars;note\n"
OPEN = "A;2019-01-01;;ministry;A;A;1;;;;yes;;\n"
ENDED = "A;2019-01-01;2019-12-31;ministry;A;A;1;;;;yes;;\n"


def identity(body: Body | None) -> tuple[str, int] | None:
    return (body.key, body.valid_from.year) if body else None


@pytest.mark.parametrize(
    ("on", "owners"),
    [
        (ADOPTED, "SK SMI SMF SMJus SMK SMWK SMWA SMS SMUL"),
        (LAST_DAY, "SK SMI SMF SMJus SMK SMWK SMWA SMS SMUL"),
        (RENAMED, "SK SMI SMF SMJusDEG SMK SMWK SMWA SMS SMEKUL SMR"),
        (date(2024, 12, 18), "SK SMI SMF SMJusDEG SMK SMWK SMWA SMS SMEKUL SMR"),
        (date(2024, 12, 19), "SK SMI SMF SMJ SMK SMWK SMWA SMS SMUL SMIL"),
        (date(2000, 1, 1), ""),
    ],
)
def test_plan_owners_of_a_day_stand_in_official_order(on: date, owners: str) -> None:
    assert [body.key for body in plan_owners(BODIES, on)] == owners.split()


@pytest.mark.parametrize(
    ("written", "on", "meant"),
    [
        ("SMI", ADOPTED, ("SMI", 2017)),
        ("smi", ADOPTED, ("SMI", 2017)),
        (" SMI\u00a0", ADOPTED, ("SMI", 2017)),
        ("SMI – Innenministerium", ADOPTED, ("SMI", 2017)),
        ("SMI-Innenministerium", ADOPTED, ("SMI", 2017)),
        ("SMI (Inneres)", ADOPTED, ("SMI", 2017)),
        ("Inneres [SMI]", ADOPTED, ("SMI", 2017)),
        ("SMI, Referat 64", ADOPTED, ("SMI", 2017)),
        ("Innenministerium", ADOPTED, ("SMI", 2017)),
        ("Sächsisches Staatsministerium des Innern", ADOPTED, ("SMI", 2017)),
        ("Sächs. Staatsministerium des Innern (SMI)", ADOPTED, ("SMI", 2017)),
        ("SAECHSISCHES STAATSMINISTERIUM DES INNERN", ADOPTED, ("SMI", 2017)),
        ("Sa\u0308chsisches Staatsministerium des Innern", ADOPTED, ("SMI", 2017)),
        ("Staats\u00administerium für Kultus", ADOPTED, ("SMK", 2017)),
        ("Staatsministerium fuer Kultus", ADOPTED, ("SMK", 2017)),
        ("Staatskanzlei", ADOPTED, ("SK", 2017)),
        ("Sächsische Staatskanzlei (SK)", NOW, ("SK", 2017)),
        ("Staatsministerium der Finanzen", LATER, ("SMF", 2017)),
        ("SMJ", ADOPTED, ("SMJus", 2017)),
        ("SMJ", LATER, ("SMJusDEG", 2019)),
        ("SMJ", NOW, ("SMJ", 2024)),
        ("SMJusDEG", LATER, ("SMJusDEG", 2019)),
        ("Justiz und für Demokratie, Europa und Gleichstellung", LATER, ("SMJusDEG", 2019)),
        ("Justizministerium", RENAMED, ("SMJusDEG", 2019)),
        ("Wissenschaft & Kunst", ADOPTED, ("SMWK", 2017)),
        ("SMWK", LATER, ("SMWK", 2019)),
        ("SM Wirtschaft", ADOPTED, None),
        ("Soziales und Verbraucherschutz", ADOPTED, ("SMS", 2017)),
        ("Soziales und gesellschaftlichen Zusammenhalt", LATER, ("SMS", 2019)),
        ("SMUL", ADOPTED, ("SMUL", 2017)),
        ("SMUL", LAST_DAY, ("SMUL", 2017)),
        ("SMUL", LATER, ("SMEKUL", 2019)),
        ("SMUL", NOW, ("SMUL", 2024)),
        ("SMEKUL", ADOPTED, None),
        ("SMEKUL", LATER, ("SMEKUL", 2019)),
        ("Regionalministerium", ADOPTED, None),
        ("Regionalministerium", LATER, ("SMR", 2019)),
        ("SMR", NOW, None),
        ("SMIL", LATER, None),
        ("SMIL", NOW, ("SMIL", 2024)),
        ("SID", ADOPTED, ("SID", 2017)),
        ("Staatsbetrieb Sächsische Informatik Dienste (SID)", ADOPTED, ("SID", 2017)),
        ("Sächsischer Städte- und Gemeindetag (SSG)", LATER, ("SSG", 2017)),
        ("SLKT", LATER, ("SLKT", 2017)),
        ("SAKD", LATER, ("SAKD", 2017)),
        ("Zweckverband KISA", LATER, ("KISA", 2017)),
        ("Komm24 GmbH", LATER, ("Komm24", 2017)),
        ("Landeshauptstadt Dresden", LATER, ("Stadt-Dresden", 2008)),
        ("Stadt Leipzig", LATER, ("Stadt-Leipzig", 2008)),
        ("Lkr. Leipzig", LATER, ("LK-Leipzig", 2008)),
        ("Landkreis Saechsische Schweiz - Osterzgebirge", LATER, ("LK-Saechsische-Schweiz-Osterzgebirge", 2008)),
        ("LK Meißen", LATER, ("LK-Meissen", 2008)),
        ("Leipzig", LATER, None),
        ("Bautzen", LATER, None),
        ("SK/SMI", LATER, None),
        ("SMI, SMF", LATER, None),
        ("Bayerisches Staatsministerium des Innern", LATER, None),
        ("Bundesministerium des Innern", LATER, None),
        ("SMI – Polizeiverwaltungsamt", LATER, None),
        ("Staatsministerium", LATER, None),
        ("Referat 64", LATER, None),
        ("Kommune", LATER, None),
        ("–", LATER, None),
        ("", LATER, None),
    ],
)
def test_name_means_the_body_of_that_day(written: str, on: date, meant: tuple[str, int] | None) -> None:
    assert identity(resolve(BODIES, written, on)) == meant


@pytest.mark.parametrize(
    ("key", "reported_on", "stichtag", "owner"),
    [
        ("SMI", ADOPTED, NOW, ("SMI", 2017)),
        ("SMUL", ADOPTED, ADOPTED, ("SMUL", 2017)),
        ("SMUL", ADOPTED, RENAMED, ("SMEKUL", 2019)),
        ("SMUL", ADOPTED, NOW, ("SMUL", 2024)),
        ("SMEKUL", LATER, NOW, ("SMUL", 2024)),
        ("SMEKUL", LATER, ADOPTED, ("SMUL", 2017)),
        ("SMJus", ADOPTED, LATER, ("SMJusDEG", 2019)),
        ("SMJus", ADOPTED, NOW, ("SMJ", 2024)),
        ("SMWK", ADOPTED, LATER, ("SMWK", 2019)),
        ("SMR", LATER, LATER, ("SMR", 2019)),
        ("SMR", LATER, NOW, ("SMR", 2019)),
        ("SMR", ADOPTED, NOW, None),
        ("niemand", ADOPTED, NOW, None),
    ],
)
def test_items_follow_renames_only(key: str, reported_on: date, stichtag: date, owner: tuple[str, int] | None) -> None:
    assert identity(body_at(BODIES, key, reported_on, stichtag)) == owner


def test_item_of_a_ministry_that_was_merged_stays_there_until_it_is_handed_over() -> None:
    owner = body_at(BODIES, "SMR", LATER, NOW)
    assert owner is not None
    assert (owner.valid(LATER), owner.valid(NOW)) == (True, False)


@pytest.mark.parametrize(
    ("key", "on", "line"),
    [
        ("SMI", ADOPTED, {"SMI"}),
        ("SMUL", ADOPTED, {"SMUL", "SMEKUL"}),
        ("SMUL", NOW, {"SMUL", "SMEKUL"}),
        ("SMJusDEG", LATER, {"SMJus", "SMJusDEG", "SMJ"}),
        ("SMR", LATER, {"SMR"}),
        ("SMIL", NOW, {"SMIL"}),
        ("niemand", NOW, {"niemand"}),
    ],
)
def test_line_of_a_body_holds_the_names_of_one_house(key: str, on: date, line: set[str]) -> None:
    assert lineage(BODIES, key, on) == line


@given(on=st.dates(date(2017, 12, 13), date(2030, 1, 1)), body=st.sampled_from(BODIES))
def test_every_name_of_a_body_means_it_alone(on: date, body: Body) -> None:
    if body.valid(on):
        for name in (body.key, body.name, body.short_name, *body.aliases):
            assert resolve(BODIES, name, on) == body, name


@given(written=st.text(max_size=40), on=st.dates())
def test_no_text_can_break_the_search(written: str, on: date) -> None:
    found = resolve(BODIES, written, on)
    assert found is None or found.valid(on)


def test_municipal_bodies_are_the_thirteen_of_saxony_with_their_keys() -> None:
    carriers = [body for body in BODIES if body.kind in ("county", "city")]
    assert len([body for body in carriers if body.kind == "county"]) == 10
    keys = "14511 14521 14522 14523 14524 14612 14625 14626 14627 14628 14713 14729 14730"
    assert sorted(body.ars or "" for body in carriers) == keys.split()


def test_what_no_source_confirms_is_marked_to_be_checked() -> None:
    unchecked = {body.key for body in BODIES if not body.checked}
    assert unchecked == set("SMF SMJus SMJ SMK SMWK SMWA SMS SMUL SMR SMIL Lecos EB-IT-Dresden".split())
    assert {body.valid_from for body in BODIES if body.key == "SMWA" and not body.checked} == {date(2024, 12, 19)}


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (f"{OPEN}A;2020-01-01;;ministry;A;A;1;;;;yes;;", "überschneiden sich am 01.01.2020"),
        (f"{ENDED}B;2020-02-01;;ministry;B;B;1;A;rename;;yes;;", "endet nicht am Tag"),
        ("A;2019-01-01;;Behörde;A;A;1;;;;yes;;", "Zeile „A“"),
        ("A;2019-01-01;;ministry;A;A;1;;;;ja;;", "Zeile „A“"),
    ],
)
def test_reference_file_that_contradicts_itself_is_refused(rows: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        from_csv(HEADER + rows)


def test_no_bodies_mean_nobody() -> None:
    assert from_csv(HEADER) == []
    assert resolve([], "SMI", ADOPTED) is None
    assert plan_owners([], ADOPTED) == []
    assert body_at([], "SMI", ADOPTED, ADOPTED + timedelta(days=1)) is None
