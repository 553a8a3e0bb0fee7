"""What each source knows: headings that lead to one column only, and the real catalogues in small."""

from collections import Counter
from datetime import date

import pytest

from importers.extracts import Extract
from importers.layout import find_tables
from importers.mapping import recognise
from importers.sheet import Sheet, Workbook
from importers.source import Source, heading_forms, heading_key
from importers.sources import SOURCES
from importers.validation import USABLE, validate
from masterplan.domain.plan import FIELDS, Part
from tests.importers.museum import BODIES, TODAY, records


def csv(name: str, text: str, stand: date | None = date(2019, 12, 20)) -> list[Extract]:
    """The extracts of a CSV file, whose values are all text."""
    rows: list[list[object]] = [[value or None for value in line.split(";")] for line in text.strip().splitlines()]
    workbook = Workbook(f"{name}.csv", "0" * 64, [Sheet(name, rows)])  # type: ignore[arg-type]
    return [validate(extract) for extract in recognise(workbook, stand=stand, bodies=BODIES, today=TODAY)]


def name_of(source: Source) -> str:
    return source.kind


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_every_heading_leads_to_one_column(source: Source) -> None:
    sure = Counter(
        key
        for column in source.columns
        for key in {heading_key(heading) for heading in (*column.headings, column.label)}
    )
    assert [key for key, count in sure.items() if count > 1] == []
    assert not source.aside & set(source.sure)


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_columns_state_fields_of_the_kind_and_required_ones_are_there(source: Source) -> None:
    fields = {column.field for column in source.columns if not column.field.startswith("_")}
    assert fields <= set(FIELDS[source.kind])
    assert {column.text_field for column in source.columns if column.text_field} <= set(FIELDS[source.kind])
    assert {name for group in source.required for name in group} <= fields
    assert {name for group in USABLE[source.kind] for name in group} <= fields


@pytest.mark.parametrize("source", SOURCES, ids=name_of)
def test_every_field_of_the_kind_can_be_delivered(source: Source) -> None:
    fields = {column.field for column in source.columns} | {column.text_field for column in source.columns}
    assert set(FIELDS[source.kind]) <= fields


def test_every_part_has_a_source() -> None:
    assert {source.part for source in SOURCES} == set(Part)


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("Umsetzungs-\nstand", "umsetzungsstand"),
        ("Ziel\u00adtermin", "zieltermin"),
        ("MASSNAHME", "massnahme"),
        ("Maßnahme¹", "massnahme"),
        ("Umsetzungsgrad (in %)", "umsetzungsgrad"),
        ("Umsetzungsgrad in %", "umsetzungsgrad"),
        ("Kosten in T€", "kosten"),
        ("Kosten (Tsd. Euro)", "kosten"),
        ("fa\u0308llig am", "faelligam"),
        ("Status *", "status"),
        ("Nr.", "nr"),
    ],
)
def test_a_heading_is_known_in_many_dresses(written: str, form: str) -> None:
    assert form in heading_forms(written)


def test_the_ozg_catalogue_of_2019_is_read_and_its_counts_are_left_aside_on_purpose() -> None:
    extracts = csv(
        "ozg_leistungen_2019",
        """ozg_id;titel;themenfeld;lebens_geschaeftslage;anzahl_leika_leistungen;leistungstyp_haeufigster;leistungstypen
10000;Elterngeld;Familie & Kind;Geburt;4;2/3;2/3: 4
10058;Prüfung;Bildung;Schule;7;2/3;1: 3, 2/3: 4, leer: 2""",
    )
    assert records(extracts) == [
        {"ozg_id": "10000", "title": "Elterngeld", "theme": "Familie & Kind",
         "situation": "Geburt", "types": ["2/3"], "key": "service/10000"},
        {"ozg_id": "10058", "title": "Prüfung", "theme": "Bildung",
         "situation": "Schule", "types": ["1", "2/3"], "key": "service/10058"},
    ]  # fmt: skip
    assert extracts[0].problems == []


def test_the_leika_catalogue_of_2019_names_every_missing_key_and_bundle() -> None:
    (extract,) = csv(
        "leika_leistungen_2019",
        """leika_schluessel;leika_bezeichnung;leistungstyp;ozg_id;sdg1;sdg2
;(Baumuster-) Prüfung;1;10478;1;1
99012001000000;Abbruchgenehmigung;4;10513;0;0
99012001001000;Abbruchgenehmigung Erteilung;4;;0;0
3233;Test 4;;10000;0;0
;Nirgends;1, 2/3;;0;0""",
    )
    assert extract.tables[0].keys == [
        "leika/10478/baumuster-pruefung",
        "leika/99012001000000",
        "leika/99012001001000",
        "leika/10000/test-4",
    ]
    assert [(row.row, row.words["leika_bezeichnung"]) for row in extract.ignored] == [(5, "Nirgends")]
    assert extract.row_count == 5
    found = Counter((problem.code, problem.cell) for problem in extract.problems)
    assert found == {
        ("key-missing", "A2"): 1, ("value-missing", "D4"): 1, ("key-damaged", "A5"): 1,
        ("key-missing", "A6"): 1, ("value-missing", "D6"): 1,
    }  # fmt: skip


def test_an_inactive_entry_of_the_dashboard_is_not_online_and_says_why() -> None:
    (extract,) = csv(
        "export",
        """leika_key;ars;ozgid;online_status;aktiv;art_flaechendeckung;begruendung_nicht_beruecksichtigt;export_datum
99012001000000;145110000000;10513;ok;nein;nicht in Auswertung berücksichtigt;;2022-05-01""",
    )
    assert extract.tables[0].reading(0, "online").value is False
    assert extract.tables[0].reading(0, "online").wording == "online_status ok, aktiv nein"
    assert extract.tables[0].values["reach"] == ["not_evaluated"]
    assert extract.ars == {"145110000000"}
    assert extract.problems == []


MEANT = {
    "measure": {
        "budget_spent": "Budget ausgegeben|Budget (ausgegeben)|Ausgaben bisher|Mittelabfluss|Mittel (abgeflossen)",
        "budget_source": "Haushaltsquelle|Quelle (Haushalt)|Mittelherkunft|Herkunft der Mittel|Titel (Haushalt)",
        "budget_planned": "Kostenannahme|Ausgaben (geplant)|Gesamtbudget|Mittel (geplant)|Haushaltsansatz",
        "forecast_on": "Zieltermin (neu)|Zieltermin (Prognose)|Voraussichtlicher Abschluss|vsl. Fertigstellung",
        "achieved_on": "Zieltermin (Ist)|Fertiggestellt am|Tatsächlicher Abschluss",
        "due_on": "Zeitschiene für Umsetzung|Geplante Fertigstellung|Durchführungszeitraum|Zieltermin (Soll)",
        "starts_on": "Umsetzungsstart|Geplanter Start|Beginn (Plan)",
        "progress": "Umsetzungsstand (%)|Stand der Umsetzung in %|Status (%)|Projektfortschritt",
        "status": "Stand der Umsetzung|Umsetzungsstatus|Aktueller Status|Projektphase",
        "lead": "Federführung (Ressort)|Federführendes Ministerium|Verantwortliche Stelle",
        "participants": "Weitere Beteiligte Akteure|Kooperationspartner|Mitwirkende Stellen",
        "responsible": "Zuständige/r|Kontaktperson|Zuständiges Referat",
        "reason": "Grund für Nicht-Umsetzung der Maßnahme|Zurückstellungsgrund|Gründe für die Verzögerung",
        "remark": "Anmerkungsfeld|Bemerkung/Hinweis", "goals": "Operatives Ziel|Beitrag zu Zielen",
        "milestones": "Wegmarkenbezug|Beitrag zu Wegmarken", "services": "OZG-Nr.|Betroffene OZG-Leistungen",
    },
    "milestone": {
        "baseline_text": "Ausgangslage|Ist-Situation|Stand heute", "title": "Meilensteinbezeichnung|Name der Wegmarke",
        "achieved_on": "verfügbar seit|Erreicht (Datum)", "ministry": "zuständige Behörde|Berichtendes Ressort",
        "forecast_on": "Erwarteter Termin", "reason": "Begründung bei Verzug", "progress": "Zielerreichung in %",
    },
    "goal": {
        "target_value": "Indikator (Soll)|Angestrebter Wert", "actual_value": "Wert (Ist)|Aktueller Istwert",
        "actual_on": "Stichtag des Istwerts|Messdatum", "area": "Zielbereich|Handlungsfeld",
        "achieved_on": "Zieltermin (Ist)",
    },
    "guideline": {"text": "Wortlaut der Leitlinie|Leitlinie (Text)", "title": "Leitgedanke"},
    "service": {
        "ozg_id": "service_system_id|Bündel-ID", "ministry": "zuständiges Ressort im Land|Fachressort",
        "route": "Umsetzungsmodell|Art der Umsetzung", "priority": "Priorisierung|Priorität (föderale Leistung)",
        "maturity": "Reifegrad (Ist)|Reifegrad (aktuell)",
    },
    "leika_service": {"leika_key": "service_key|LeiKa-Nummer", "maturity": "Reifegrad (Ist)"},
    "coverage": {"online": "online_status|Online verfügbar (ja/nein)", "reach": "art_flaechendeckung|Abdeckung"},
    "indicator_value": {"scope": "Gilt für|Bezugseinheit", "source": "Quelle (Daten)|Datenherkunft"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "heading", "field"),
    [
        (kind, heading, field)
        for kind, fields in MEANT.items()
        for field, headings in fields.items()
        for heading in headings.split("|")
    ],
)
def test_a_heading_of_the_ministries_means_one_field(kind: str, heading: str, field: str) -> None:
    assert field_meant(kind, heading) == field


@pytest.mark.parametrize(
    "heading", ["Budget (Rest)", "Mittel (gebunden)", "Status (Vorjahr)", "Ampel (alt)", "Kosten (Prognose)", "Nutzen",
     "Umsetzungsgrad (Plan)", "Mittelabfluss (geplant)"]
)
def test_a_heading_for_something_else_is_no_column(heading: str) -> None:
    assert field_meant("measure", heading) is None


def field_meant(kind: str, heading: str) -> str | None:
    """The field that a column with this heading is read as."""
    source = next(source for source in SOURCES if source.kind == kind)
    required = [name for group in source.required for name in group]
    beside = next(column.field for column in source.columns if column.field not in required)
    labels = [source.column(name).label for name in (*required, beside)]
    rows: list[list[object]] = [[*labels, heading], [None] * (len(labels) + 1)]
    (table,) = find_tables(Sheet("Tabelle", rows), [source], "x")  # type: ignore[arg-type]
    column = table.match.columns.get(len(labels))
    return None if column is None else column.field
