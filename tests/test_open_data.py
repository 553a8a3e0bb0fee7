"""What anybody may have of the plan: released values only, described field by field, the same bytes each time."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from masterplan.__main__ import main
from masterplan.domain.access import Actor, Role
from masterplan.domain.plan import FIELDS, FieldType, Kind
from masterplan.domain.view import PlanView, build
from masterplan.open_data import fields
from masterplan.open_data.files import Terms, files, house_terms
from masterplan.open_data.tables import NotReleased, published
from masterplan.store import reading
from masterplan.store.canonical import encode
from masterplan.store.engine import Database, open_database
from masterplan.store.writing import NewStatement, add_person_texts, new_person_token, new_revision
from tests.builders import goal, measure, milestone, service, view

NOW = datetime(2022, 6, 1, tzinfo=UTC)
TERMS = Terms()


def _released(*items: object, **facts: object) -> PlanView:
    return replace(view(*items, **facts), audience="released")  # type: ignore[arg-type]


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_every_field_of_the_plan_is_described_or_withheld_and_no_person_is_published() -> None:
    stated = {name for kind in Kind for name in FIELDS[kind]}
    assert set(fields.MEANINGS) | set(fields.WITHHELD) == stated
    assert not set(fields.MEANINGS) & set(fields.WITHHELD)
    for kind in Kind:
        persons = {name for name, field in FIELDS[kind].items() if field.type == FieldType.PERSON}
        assert not persons & {column.name for column in fields.of_kind(kind)}


def test_csv_json_and_dictionary_say_the_same() -> None:
    plan = _released(
        goal("Z1", status="completed", target_value=3.0), service(10000, maturity=2.0, types=["2", "3"]),
        milestone(1, due_on="2022-12-31", due_text="Ende 2022", progress=0.5),
        measure(1, title="=1+1", budget_planned=1234.5, remark="geheim", reason="geheim", goals=["Z1"]),
    )  # fmt: skip
    found = files(plan, TERMS)
    described = json.loads(found["dictionary.json"])["fields"]
    for table in published(plan):
        told = json.loads(found[f"{table.name}.json"])
        rows = _rows(found[f"{table.name}.csv"])
        assert (told["stichtag"], told["licence_checked"], len(told["rows"])) == ("2021-06-30", False, len(rows))
        names = [entry["field"] for entry in described if entry["table"] == table.name]
        assert all(list(row) == names for row in [*rows, *told["rows"]])
        assert all(entry["meaning"] and entry["type"] and entry["source"] for entry in described)
    [told] = json.loads(found["measures.json"])["rows"]
    [row] = _rows(found["measures.csv"])
    assert (told["title"], row["title"]) == ("=1+1", "'=1+1")
    assert (told["budget_planned"], row["budget_planned"], row["goals"]) == (1234.5, "1234.5", "Z1")
    assert _rows(found["services.csv"])[0]["types"] == "2|3"
    assert (told["status"], row["status"]) == (None, "")
    assert "geheim" not in b"".join(found.values()).decode()
    [link] = _rows(found["links.csv"])
    assert (link["from_key"], link["to_key"]) == ("measure/1", "goal/Z1")


def test_the_description_names_each_file_with_its_checksum_licence_and_stand() -> None:
    found = files(_released(measure(1), demo=True), replace(TERMS, address="https://plan.example/daten/"))
    told = json.loads(found["dcat-ap-de.jsonld"])
    names = {one["dcat:downloadURL"]["@id"].removeprefix("https://plan.example/daten/"): one for one in
             told["dcat:distribution"]}  # fmt: skip
    assert set(names) == set(found) - {"dcat-ap-de.jsonld"}
    assert names["measures.csv"]["dcat:byteSize"]["@value"] == str(len(found["measures.csv"]))
    words = told["dct:description"]["@value"]
    assert "Stichtag 30.06.2021" in words
    assert "zu prüfen" in words
    assert "kein amtlicher Sachstand" in words


def test_the_house_sets_the_licence_and_thereby_says_that_it_is_checked() -> None:
    assert house_terms({}) == TERMS
    own = house_terms({"MASTERPLAN_LICENCE": "http://dcat-ap.de/def/licenses/cc-zero", "MASTERPLAN_ATTRIBUTION": "SK"})
    assert (own.licence, own.checked, own.attribution) == ("http://dcat-ap.de/def/licenses/cc-zero", True, "SK")


def test_a_plan_with_unreleased_values_is_never_published() -> None:
    with pytest.raises(NotReleased):
        files(view(measure(1)), TERMS)


def _report(database: Database) -> None:
    """A measure, a change that is not released, another measure that is not, and a person."""
    on = date(2021, 6, 30)
    token, salt = new_person_token("Erika Mustermann")
    with database.writing() as connection:
        with new_revision(connection, at=NOW, by=Actor("SMI", Role.MINISTRY, "SMI"), act="edit") as opened:
            add_person_texts(connection, {token: (salt, "Erika Mustermann")})
            (known, _), (hidden, _) = opened.add_items(Kind.MEASURE, [None, None])
            said = {"number": "1", "title": "Portal", "in_force": True, "responsible": token, "depends_on": []}
            secret = {"number": "2", "title": "Heimlich", "in_force": True}
            opened.state([NewStatement(known, on, "edit", True, encode(said)),
                          NewStatement(hidden, on, "edit", False, encode(secret))])  # fmt: skip
        with new_revision(connection, at=NOW, by=Actor("SMI", Role.MINISTRY, "SMI"), act="edit") as opened:
            opened.state([NewStatement(known, on, "edit", False, encode({"title": "Portal, ungeprüft"}))])


def test_unreleased_values_and_persons_are_in_no_file_of_the_command(sqlite_url: str, tmp_path: Path) -> None:
    database = open_database(sqlite_url)
    _report(database)
    folder = tmp_path / "offen" / "daten"
    command = ["open-data", "--database", sqlite_url, "--stichtag", "2021-06-30", "--out", str(folder)]
    assert main(command) == 0
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    whole = b"".join(written.values()).decode()
    assert [row["title"] for row in _rows(written["measures.csv"])] == ["Portal"]
    for secret in ("Heimlich", "ungeprüft", "Erika", "Mustermann", "measure/2"):
        assert secret not in whole
    assert main(command) == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == written
    told = build(reading.cut(database, date(2021, 6, 30), NOW, "all"))
    assert len(told.measures) == 2
    database.engine.dispose()


def test_a_folder_that_cannot_be_written_to_is_refused_in_german(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "datei"
    taken.write_text("x")
    assert main(["open-data", "--database", sqlite_url, "--out", str(taken)]) == 1
    assert "kann man nicht anlegen" in capsys.readouterr().err


def test_the_example_plan_is_published_whole(example_database: Database) -> None:
    plan = build(reading.cut(example_database, date(2021, 12, 31), NOW, "released"))
    first, again = files(plan, TERMS), files(plan, TERMS)
    assert first == again
    assert len(_rows(first["services.csv"])) == len(plan.services)
    assert {row["rule"] for row in _rows(first["figures.csv"]) if row["id"] == "services.online"} >= {"bund-2020"}
