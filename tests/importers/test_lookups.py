"""Cells as they come: what each is read as, and what is left open instead of being guessed."""

import json
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers import lookups
from importers.lookups import Answer, Doubt
from masterplan.domain.plan import Light, Reading, Status

NBSP, SHY = "\u00a0", "\u00ad"
MINISTRIES = {
    "SMI": "SMI", "SMI – Innenministerium": "SMI", "Sächsisches Staatsministerium des Innern": "SMI", "SMF": "SMF",
    "SK": "SK", "Staatskanzlei": "SK", "SAKD": "SAKD", "SMWK": "SMWK",
    "Staatsministerium für Wissenschaft, Kultur und Tourismus": "SMWK", "SMUL": "SMUL",
}  # fmt: skip
resolve = MINISTRIES.get


def read_ministry(raw: object, label: str) -> Answer:
    return lookups.read_ministry(raw, label, resolve)


def read_bodies(raw: object, label: str) -> Answer:
    return lookups.read_bodies(raw, label, resolve)


READERS: list[Callable[[object, str], Answer]] = [
    lookups.read_amount, lookups.read_ars, lookups.read_day, lookups.read_due, lookups.read_leika_key,
    lookups.read_level, lookups.read_light, lookups.read_maturity, lookups.read_number, lookups.read_number_label,
    lookups.read_online_status,
    lookups.read_ozg_id, lookups.read_reach, lookups.read_references, lookups.read_share, lookups.read_start,
    lookups.read_status, lookups.read_text, lookups.read_types, lookups.read_words, lookups.read_words_of_date,
    lookups.read_yes_no, read_ministry, read_bodies,
]  # fmt: skip


def value(answer: Answer) -> object:
    """The value of an answer without doubt."""
    reading, doubt = answer
    assert doubt is None, doubt
    return reading.value


def left_open(answer: Answer, code: str) -> None:
    reading, doubt = answer
    assert reading.value is None
    assert reading.wording
    assert doubt is not None
    assert doubt.code == code
    assert doubt.message.endswith((".", "?"))


# --- text ---


@pytest.mark.parametrize(
    ("delivered", "seen"),
    [
        ("  Elektronische Akte ", "Elektronische Akte"),
        (f"Elektronische{NBSP}{NBSP}Akte{NBSP}", "Elektronische Akte"),
        (f"Umsetzungs{SHY}stand", "Umsetzungsstand"),
        ("fu\u0308r", "für"),
        ("f\u200bu\u200b\u0308r", "für"),
        ("\ufeffNr.", "Nr."),
        ("Zeile 1\r\nZeile 2\rZeile 3", "Zeile 1\nZeile 2\nZeile 3"),
        ("Zeile 1  \n  Zeile 2\n", "Zeile 1\nZeile 2"),
        ("a\tb", "a b"),
        ("a\x00b\x07c", "abc"),
        ("SMI\u202egnp.exe", "SMIgnp.exe"),
        ("2019\u201121", "2019-21"),
        ("", ""),
    ],
)
def test_text_is_cleaned_of_what_nobody_sees(delivered: str, seen: str) -> None:
    assert lookups.clean(delivered) == seen


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = lookups.clean(text)
    assert lookups.clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "  " not in once
    assert once == once.strip()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Elektronische Akte für Behörden", set()),
        ("Zeile 1\nZeile 2\t„so“ – 12 µg, 5 Ω", set()),
        (f"Um{SHY}setzung{NBSP}", set()),
        ("a\x07b", {"control-characters"}),
        ("SMI\u202egnp", {"control-characters"}),
        ("Vеrwaltung", {"look-alike"}),
        ("ОК", {"look-alike"}),
        ("Οrtsamt", {"look-alike"}),
        ("Москва", set()),
        ("x" * 255, {"text-cut"}),
        ("x" * 32767, {"text-cut"}),
        ("x" * 254, set()),
    ],
)
def test_odd_text_is_told(text: str, codes: set[str]) -> None:
    assert lookups.suspicious(text) == codes


def test_odd_text_is_kept_with_a_warning() -> None:
    reading, doubt = lookups.read_text("Vеrwaltung", "Titel")
    assert reading.value == "Vеrwaltung"
    assert doubt is not None
    assert doubt.code == "look-alike"


@pytest.mark.parametrize(
    "raw", [None, "", " ", NBSP, "-", "–", "—", "--", "k. A.", "k.A.", "keine Angabe", "n. n.", "N.N."]
)
@pytest.mark.parametrize("read", READERS)
def test_an_empty_cell_reports_nothing_without_doubt(read: Callable[[object, str], Answer], raw: object) -> None:
    reading, doubt = read(raw, "Feld")
    assert (reading.value, doubt) == (None, None)
    assert reading.wording == (lookups.clean(raw) or None if isinstance(raw, str) else None)


@pytest.mark.parametrize(
    ("raw", "text"),
    [("  a  b ", "a b"), (3.0, "3"), (3, "3"), (2.5, "2,5"), (date(2020, 1, 1), "01.01.2020"), (True, "WAHR")],
)
def test_any_value_can_be_text(raw: object, text: str) -> None:
    assert value(lookups.read_text(raw, "Titel")) == text


# --- days ---


@pytest.mark.parametrize(
    ("raw", "reading"),
    [
        ("31.12.2022", Reading("2022-12-31", "31.12.2022")),
        ("Ende 2022", Reading("2022-12-31", "Ende 2022")),
        ("III. Quartal 2022", Reading("2022-09-30", "III. Quartal 2022")),
        (date(2022, 12, 31), Reading("2022-12-31")),
        (datetime(2022, 12, 31), Reading("2022-12-31")),
        (2020, Reading("2020-12-31", "2020")),
        (44926, Reading("2022-12-31", "44926")),
        ("Daueraufgabe", Reading(None, "Daueraufgabe")),
        ("entfällt", Reading(None, "entfällt")),
    ],
)
def test_deadlines_are_read_with_their_words(raw: object, reading: Reading) -> None:
    assert lookups.read_due(raw, "Zieltermin") == (reading, None)


@pytest.mark.parametrize(
    "raw",
    ["bald", "02/03/2021", "31.06.2021", "tbd", "ab 2020", "IV/2022", 1.5, True, time(8, 0), "abgeschlossen 12/2020"],
)
def test_doubtful_deadlines_stay_open(raw: object) -> None:
    left_open(lookups.read_due(raw, "Zieltermin"), "date-unreadable")


def test_the_message_names_the_field_the_words_and_what_is_expected() -> None:
    reading, doubt = lookups.read_due("bald", "Zieltermin")
    message = "Der Zieltermin „bald“ ist nicht lesbar. Erwartet wird z. B. „31.12.2022“ oder „IV. Quartal 2022“."
    assert (reading, doubt) == (Reading(None, "bald"), Doubt("date-unreadable", message))


@pytest.mark.parametrize(
    ("label", "beginning"),
    [
        ("Zieltermin", "Der Zieltermin „x“ ist"),
        ("Zieltermin (Soll)", "Der Zieltermin (Soll) „x“ ist"),
        ("Prognose", "Die Prognose „x“ ist"),
        ("Ampel", "Die Ampel „x“ ist"),
        ("Budget", "Das Budget „x“ ist"),
        ("Kosten", "Die Kosten „x“ sind"),
        ("Irgendwas", "Der Wert „x“ bei „Irgendwas“ ist"),
    ],
)
def test_messages_use_the_article_of_the_field(label: str, beginning: str) -> None:
    assert lookups.subject(label, "x") == beginning


def test_a_beginning_is_the_first_day() -> None:
    assert value(lookups.read_start("Q2/2020", "Beginn")) == "2020-04-01"


@pytest.mark.parametrize(
    ("raw", "on"), [("30.06.2020", "2020-06-30"), ("06/2020", "2020-06-30"), ("Stand 30.06.2020", "2020-06-30")]
)
def test_a_day_on_which_something_happened_is_read(raw: str, on: str) -> None:
    assert value(lookups.read_day(raw, "Ist-Termin")) == on


@pytest.mark.parametrize("raw", ["vsl. 2021", "bis 2022", "geplant 06/2020", "bis Ende 2020", "30.06.2020 (vsl.)"])
def test_an_intention_is_no_day_on_which_something_happened(raw: str) -> None:
    left_open(lookups.read_day(raw, "Ist-Termin"), "date-unreadable")


def test_the_words_of_a_date_are_kept_in_german_spelling() -> None:
    assert value(lookups.read_words_of_date("IV.\nQuartal  2022", "Zieltermin")) == "IV. Quartal 2022"
    assert value(lookups.read_words_of_date(date(2022, 12, 31), "Zieltermin")) == "31.12.2022"


# --- words ---

STATUSES = {
    Status.NOT_STARTED: ["nicht begonnen", "noch nicht begonnen", "offen", "Idee", "noch nicht gestartet"],
    Status.PLANNED: ["in Planung", "geplant", "Planung", "In  PLANUNG ", "Vorbereitung"],
    Status.IN_PROGRESS: [
        "in Umsetzung", "läuft", "laufend", "in Bearbeitung", "begonnen", "gestartet", "teilweise umgesetzt",
        "Umsetzung",
        f"in{NBSP}Umsetzung", "in Umsetzung.", "In\nUmsetzung", "la\u0308uft", f"in Umset{SHY}zung", "Pilotierung",
    ],
    Status.DELAYED: ["verzögert", "Verzögert", "in Verzug"],
    Status.COMPLETED: [
        "abgeschlossen", "umgesetzt", "erledigt", "realisiert", "fertig", "online", "ABGESCHLOSSEN", "abgeschlossen*",
        "- abgeschlossen", "„abgeschlossen“",
    ],
    Status.SUSPENDED: ["zurückgestellt", "ruht", "gestoppt", "Zurückgestellt"],
    Status.DROPPED: [
        "entfallen", "entfällt", "nicht weiterverfolgt", "storniert", "Storniert (Engstelle begründet)",
        "Storniert (Nicht mehr erforderlich)",
    ],
    Status.PERMANENT: ["Daueraufgabe", "fortlaufend", "Daueraufgaben", "dauerhaft", "Daueraufgabe / laufend"],
}  # fmt: skip


@pytest.mark.parametrize(("word", "status"), [(word, status) for status, words in STATUSES.items() for word in words])
def test_status_words_are_read(word: str, status: Status) -> None:
    assert lookups.read_status(word, "Status") == (Reading(status.value, lookups.clean(word)), None)


@pytest.mark.parametrize("status", Status)
def test_the_codes_of_our_own_exports_are_read(status: Status) -> None:
    assert value(lookups.read_status(status.value, "Status")) == status


@pytest.mark.parametrize(
    "raw",
    ["100%", "100 %", "x", "ja", "nein", "offen (s. Bemerkung)", "?", 1, 3.0, True, date(2020, 1, 1), "abgeschlosen",
     "nicht umgesetzt", "noch nicht umgesetzt", "nicht abgeschlossen", "fast fertig", "umgesetzt?",
     "in Umsetzung / verzögert",
     "Stornierung angefragt", "abgeschlossen bis 2022", "grün", "in Umsеtzung", "beendet", "eingestellt", "s. o.",
     "Neu angelegt",
     "in Planung/in Umsetzung", "abgeschlossen (teilweise)", "im Plan", "aktiv"],
)  # fmt: skip
def test_unknown_status_words_are_no_default(raw: object) -> None:
    left_open(lookups.read_status(raw, "Status"), "status-unknown")


def test_a_misspelt_status_is_answered_with_the_nearest_word() -> None:
    _, doubt = lookups.read_status("abgeschlosen", "Status")
    assert doubt is not None
    assert "Ähnlich ist „abgeschlossen“." in doubt.message


@pytest.mark.parametrize(
    ("raw", "answer"),
    [("ja", True), ("Ja (weiter mit Frage 2)", True), ("JA", True), ("x", True), ("✓", True), (True, True), (1, True),
     ("nein", False), ("Nein (weiter mit Frage 8)", False), ("falsch", False), (0, False), (False, False)],
)  # fmt: skip
def test_yes_and_no_are_read(raw: object, answer: bool) -> None:
    assert value(lookups.read_yes_no(raw, "Priorisiert")) is answer


@pytest.mark.parametrize("raw", ["vielleicht", "ja, teilweise", "ja/nein", 2, -1, "-1", "ja (geplant)", "jein", 0.5])
def test_neither_yes_nor_no_stays_open(raw: object) -> None:
    left_open(lookups.read_yes_no(raw, "Priorisiert"), "word-unknown")


def test_the_online_status_of_the_dashboard_is_read() -> None:
    assert value(lookups.read_online_status("ok", "online_status")) is True
    assert value(lookups.read_online_status("nicht ok", "online_status")) is False
    left_open(lookups.read_online_status("ja", "online_status"), "word-unknown")


@pytest.mark.parametrize(
    ("raw", "level"),
    [("Land", "state"), ("staatlich", "state"), ("Freistaat Sachsen", "state"), ("kommunal", "municipal"),
     ("Kommunen", "municipal"), ("Landkreise", "municipal"), ("Städte und Gemeinden", "municipal"), ("gemeinsam",
     "joint"),
     ("ebenenübergreifend", "joint"), ("Land und Kommunen", "joint"), ("staatlich/kommunal", "joint"),
     ("Land, Kommune", "joint"),
     ("staatlich + kommunal", "joint"), ("der Freistaat und die Kommunen", "joint")],
)  # fmt: skip
def test_levels_are_read(raw: str, level: str) -> None:
    assert value(lookups.read_level(raw, "Ebene")) == level


@pytest.mark.parametrize("raw", ["Bund", "Land und Bund", "alle", "SMI", "1", 1])
def test_other_levels_stay_open(raw: object) -> None:
    left_open(lookups.read_level(raw, "Ebene"), "word-unknown")


@pytest.mark.parametrize(
    ("raw", "reach"),
    [("bundesweit flächendeckend", "nationwide"), ("landesweit flächendeckend", "statewide"),
     ("kreisweit flächendeckend", "countywide"), ("in mind. einer Kommune verfügbar", "one_municipality"),
     ("nicht in Auswertung berücksichtigt", "not_evaluated")],
)  # fmt: skip
def test_reaches_are_read(raw: str, reach: str) -> None:
    assert value(lookups.read_reach(raw, "Flächendeckung")) == reach


def test_another_reach_stays_open() -> None:
    left_open(lookups.read_reach("flächendeckend", "Flächendeckung"), "word-unknown")


# --- lights ---

LIGHTS = {
    Light.GREEN: [
        "grün",
        "Grün",
        "gruen",
        "g",
        "G",
        "green",
        "🟢",
        "🟩",
        "🟢 grün",
        "Ampel: grün",
        "gru\u0308n",
        "grün/grün",
    ],
    Light.YELLOW: ["gelb", "ge", "Y", "yellow", "amber", "🟡", "● gelb"],
    Light.RED: ["rot", "r", "R", "🔴", "ROT", "auf rot"],
    Light.GREY: ["grau", "⚪", "ohne Bewertung", "nicht bewertet"],
}


@pytest.mark.parametrize(("word", "light"), [(word, light) for light, words in LIGHTS.items() for word in words])
def test_lights_are_read(word: str, light: Light) -> None:
    assert value(lookups.read_light(word, "Ampel")) == light


@pytest.mark.parametrize(
    "raw",
    ["grün (gelb)", "gelb/rot", "↑", "→", "↓", "●", "▲", "🟠", "✅", "orange", "blau", "gr", "im Plan", "gelb-grün", 0,
     4, 1.5,
     True, "nicht grün", "grün?", "g/ge", "⚫", "🔴🟢"],
)  # fmt: skip
def test_doubtful_lights_stay_open(raw: object) -> None:
    left_open(lookups.read_light(raw, "Ampel"), "light-unknown")


@pytest.mark.parametrize(("raw", "light"), [(1, "green"), ("2", "yellow"), (3.0, "red")])
def test_a_number_as_light_is_taken_with_a_warning(raw: object, light: str) -> None:
    reading, doubt = lookups.read_light(raw, "Ampel")
    assert reading.value == light
    assert doubt is not None
    assert doubt.code == "light-from-number"
    assert "1 = grün" in doubt.message


@pytest.mark.parametrize(
    ("fill", "light"),
    [("00B050", "green"), ("92D050", "green"), ("C6EFCE", "green"), ("FF00B050", "green"), ("FFFF00", "yellow"),
     ("FFC000", "yellow"), ("FFEB9C", "yellow"), ("FF0000", "red"), ("C00000", "red"), ("FFC7CE", "red"), ("808080",
     "grey"),
     ("BFBFBF", "grey")],
)  # fmt: skip
@pytest.mark.parametrize("raw", [None, "", "●"])
def test_a_mere_fill_colour_is_taken_with_a_warning(raw: object, fill: str, light: str) -> None:
    reading, doubt = lookups.read_light(raw, "Ampel", fill=fill)
    assert reading.value == light
    assert doubt is not None
    assert doubt.code == "from-colour"


@pytest.mark.parametrize("fill", ["FFFFFF", "E2EFDA", "F2F2F2", "4472C4", "ED7D31", "000000", "7030A0", "zzzzzz", ""])
def test_other_fill_colours_are_no_light(fill: str) -> None:
    assert lookups.hue(fill) is None
    assert lookups.read_light(None, "Ampel", fill=fill) == (Reading(None), None)


def test_a_word_and_a_fill_colour_that_differ_stay_open() -> None:
    left_open(lookups.read_light("rot", "Ampel", fill="00B050"), "light-contradiction")
    left_open(lookups.read_light(1, "Ampel", fill="FF0000"), "light-contradiction")
    assert value(lookups.read_light("rot", "Ampel", fill="FF0000")) == "red"


# --- numbers ---


@pytest.mark.parametrize(
    ("raw", "share"),
    [(75, 0.75), (75.0, 0.75), (0.75, 0.75), ("75", 0.75), ("0,75", 0.75), ("0.75", 0.75), ("75 %", 0.75), ("75%",
     0.75),
     (f"75{NBSP}%", 0.75), ("75,5 %", 0.755), ("75.5 %", 0.755), ("ca. 75 %", 0.75), ("75 v. H.", 0.75),
     ("75 Prozent", 0.75),
     (0, 0), ("0 %", 0), (100, 1), ("100%", 1), ("1 %", 0.01), ("0,5 %", 0.005), (35, 0.35)],
)  # fmt: skip
def test_shares_are_read(raw: object, share: float) -> None:
    assert value(lookups.read_share(raw, "Umsetzungsgrad")) == share


@pytest.mark.parametrize(
    "raw", [1, 1.0, "1", 1.5, "> 50 %", "50-60 %", "x", "3/4", True, "fertig", "1.000 %", "50 % (Land)", "%"]
)
def test_doubtful_shares_stay_open(raw: object) -> None:
    left_open(lookups.read_share(raw, "Umsetzungsgrad"), "percent-unreadable")


@pytest.mark.parametrize("raw", [-1, 101, "150 %", "-5 %", 1e12])
def test_shares_out_of_range_stay_open(raw: object) -> None:
    left_open(lookups.read_share(raw, "Umsetzungsgrad"), "range")


def test_a_cell_shown_in_per_cent_is_a_share_as_it_is() -> None:
    assert lookups.read_share(1.0, "Umsetzungsgrad", percent=True) == (Reading(1, "100 %"), None)
    assert lookups.read_share(0.755, "Umsetzungsgrad", percent=True) == (Reading(0.755, "75,5 %"), None)
    left_open(lookups.read_share(75, "Umsetzungsgrad", percent=True), "range")


@pytest.mark.parametrize(
    ("column", "scale"),
    [
        ([0, 25, 100], "hundred"),
        (["0", "25", None], "hundred"),
        ([0, 0.25, 1], "one"),
        (["0,25", 1], "one"),
        ([0.25, 75], "mixed"),
        (["0,25", "75"], "mixed"),
        (["ca. 0,5", 75], "mixed"),
        (["0.5", "35.5"], "mixed"),
        ([0.25, "75 %"], "one"),
        ([0, 1], None),
        ([], None),
        (["75 %", "x", True, 0.5], "one"),
    ],
)
def test_the_scale_of_a_column_settles_what_one_means(column: list[object], scale: lookups.Scale) -> None:
    assert lookups.share_scale(column) == scale


def test_one_is_read_by_the_scale_of_its_column() -> None:
    assert value(lookups.read_share(1, "Umsetzungsgrad", scale="one")) == 1
    assert value(lookups.read_share(1, "Umsetzungsgrad", scale="hundred")) == 0.01


@pytest.mark.parametrize(("raw", "share", "told"), [
    (0.5, 0.5, "50 %"), ("0,5", 0.5, "50 %"), ("ca. 0,5", 0.5, "50 %"), ("0.355", 0.355, "35,5 %"),
    (50, 0.5, None), ("35 %", 0.35, None), ("0,5 %", 0.005, None), (0, 0, None), (100, 1, None),
])  # fmt: skip
def test_a_fraction_among_percentages_is_told(raw: object, share: float, told: str | None) -> None:
    reading, doubt = lookups.read_share(raw, "Umsetzungsgrad", scale="mixed")
    assert reading.value == share
    assert (doubt is None) == (told is None)
    if doubt is not None:
        words = f"Der Umsetzungsgrad „{lookups.as_text(raw)}“ ist kleiner als 1 und wurde als {told} gelesen; andere"
        advice = "Zahlen der Spalte sind größer als 1. Bitte mit Prozentzeichen schreiben."
        assert doubt == Doubt("percent-mixed", f"{words} {advice}")


def test_a_one_among_fractions_and_percentages_stays_open() -> None:
    left_open(lookups.read_share(1, "Umsetzungsgrad", scale="mixed"), "percent-unreadable")
    assert lookups.read_share(0.5, "Umsetzungsgrad", percent=True, scale="mixed")[1] is None


@pytest.mark.parametrize(
    ("raw", "amount"),
    [("ca. 5.000,- €", 5000), ("12.000 Euro", 12000), ("3.500,00", 3500), ("1,2 Mio. €", 1_200_000), ("T€ 500",
     500_000),
     ("500 T€", 500_000), ("250 TEUR", 250_000), ("250 Tsd. €", 250_000), ("1.234", 1234), ("12.000.000", 12_000_000),
     ("€ 5.000", 5000), ("5.000 EUR", 5000), ("5.000,--", 5000), ("5.000,– €", 5000), (f"1{NBSP}234,50 €", 1234.5),
     ("1 234,50", 1234.5), ("1'234", 1234), ("2 Mrd. Euro", 2_000_000_000), ("1,5", 1.5), ("0,00 €", 0), ("3500.00",
     3500),
     ("1,234.56", 1234.56), (12000, 12000), (12000.5, 12000.5), (0.1 + 0.2, 0.3), ("rd. 1 Mio. EUR", 1_000_000),
     ("12000", 12000), ("3 Mill. €", 3_000_000), ("20 kEUR", 20_000), ("5 MEUR", 5_000_000), ("0.500", 0.5)],
)  # fmt: skip
def test_amounts_are_read(raw: object, amount: float) -> None:
    assert value(lookups.read_amount(raw, "Budget")) == amount


@pytest.mark.parametrize(
    "raw",
    ["1.5", "12.50", "1,234", "1.234 Mio. €", "1.2 Mio. €", "5.000 - 10.000 €", "bis zu 5.000 €", "kostenneutral",
     "USD 5",
     "5.000 € p. a.", "1.23.456", "1.2345", "12,34,56", "5 €/Monat", "5.00 €", True, float("inf"), "1e6", "zwölf",
     "3 x 5.000 €",
     "5.000 € + 2.000 €", date(2020, 1, 1), "12.000,5.0", "€", "ja"],
)  # fmt: skip
def test_doubtful_amounts_stay_open(raw: object) -> None:
    left_open(lookups.read_amount(raw, "Budget"), "amount-unreadable")


def test_a_negative_amount_is_out_of_range() -> None:
    left_open(lookups.read_amount("-500 €", "Budget"), "range")
    left_open(lookups.read_amount(-1, "Budget"), "range")


def test_bare_amounts_are_multiplied_as_the_heading_says() -> None:
    assert lookups.read_amount(500, "Budget", factor=1000) == (Reading(500_000, "500"), None)
    assert value(lookups.read_amount("1,5", "Budget", factor=1000)) == 1500
    assert value(lookups.read_amount("500 €", "Budget", factor=1000)) == 500


@pytest.mark.parametrize(
    ("text", "factor"),
    [("Kosten in T€", 1_000), ("Kosten (T Euro)", 1_000), ("Kosten (TEuro)", 1_000), ("TEUR", 1_000), ("Tsd. €", 1_000),
     ("Kosten (in Tausend)", 1_000), ("Kosten (in 1.000 €)", 1_000), ("Kosten in 1000 EUR", 1_000), ("(1 000)", 1_000),
     ("k€", 1_000), ("kEUR", 1_000), ("Kosten (TE)", 1_000), ("Kosten in Mio. EUR", 1_000_000), ("Mio", 1_000_000),
     ("Kosten (Mill. €)", 1_000_000), ("M€", 1_000_000), ("MEUR", 1_000_000), ("Mrd. Euro", 1_000_000_000),
     ("Budget in €", 1), ("Budget (EUR)", 1), ("Budget", None), ("Budget 2021", None), ("Kosten für 1.000 Stück", None),
     ("Kosten in 11.000", None), ("Team-Kosten", None), ("Kostenmarke", None), ("1.000.000 Bürger", None)],
)  # fmt: skip
def test_units_in_headings_multiply_bare_amounts(text: str, factor: int | None) -> None:
    assert lookups.factor_named(text) == factor


@pytest.mark.parametrize(
    ("raw", "number"),
    [(5, 5), (5.0, 5), (2.5, 2.5), ("2,5", 2.5), ("1234", 1234), ("12.345.678", 12345678), ("1.234,5", 1234.5),
     ("0.31", 0.31), ("0.355", 0.355),
     ("80 %", 80), ("ca. 12", 12), ("-3", -3), ("−3", -3), ("1 234", 1234), ("1,234", 1.234), ("+4", 4)],
)  # fmt: skip
def test_numbers_are_read(raw: object, number: float) -> None:
    assert value(lookups.read_number(raw, "Zielwert")) == number


@pytest.mark.parametrize(
    "raw", ["1.234", "1.5", "12.50", "zwei", "5 von 10", "3-4", True, "1,2,3", "> 5", "5 Stück", "1.2.3"]
)
def test_doubtful_numbers_stay_open(raw: object) -> None:
    left_open(lookups.read_number(raw, "Zielwert"), "number-unreadable")


@pytest.mark.parametrize(
    ("raw", "grade"),
    [(3, 3), (3.0, 3), ("3", 3), ("Stufe 3", 3), ("RG 2", 2), ("RG2", 2), ("Reifegrad 3", 3), ("Reifegradstufe: 3", 3),
     ("3 - Online-Leistung", 3), ("3 – Online-Leistung", 3), ("3 (Online-Leistung)", 3), ("Online-Leistung", 3),
     ("Offline", 0),
     (0, 0), ("4.0", 4)],
)  # fmt: skip
def test_maturities_are_read(raw: object, grade: int) -> None:
    assert value(lookups.read_maturity(raw, "Reifegrad")) == grade


@pytest.mark.parametrize(
    "raw", [2.5, "2-3", "2/3", "hoch", True, date(2020, 3, 2), -1, "-1", "3 - Offline", "> 2", "2,5", "ja"]
)
def test_doubtful_maturities_stay_open(raw: object) -> None:
    left_open(lookups.read_maturity(raw, "Reifegrad"), "number-unreadable")


def test_the_highest_maturity_depends_on_the_model() -> None:
    left_open(lookups.read_maturity(5, "Reifegrad"), "range")
    left_open(lookups.read_maturity("33", "Reifegrad"), "range")
    assert value(lookups.read_maturity(7, "Reifegrad", highest=7)) == 7


# --- keys ---


@pytest.mark.parametrize(
    "raw",
    [10000, 10000.0, "10000", "10000.0", " 10000 ", "OZG-10000", "OZG-ID 10000", "10.000", "'10000"],
)
def test_ozg_ids_are_read_as_text(raw: object) -> None:
    assert value(lookups.read_ozg_id(raw, "OZG-ID")) == "10000"


@pytest.mark.parametrize(
    "raw",
    ["1000", 1000, "100000", "010000", "10000, 10001", "1E+04", 10000.5, True, "abc", -10000, "10000 ff.",
     f"10{NBSP}000"],
)  # fmt: skip
def test_damaged_ozg_ids_stay_open(raw: object) -> None:
    left_open(lookups.read_ozg_id(raw, "OZG-ID"), "key-damaged")


@pytest.mark.parametrize(
    "raw",
    ["99012001000000", 99012001000000, 9.9012001e13, "99 012 001 000 000", "'99012001000000", "99012001000000.0",
     f"99012001000000{NBSP}", "99-012-001-000-000", f"99{NBSP}012{NBSP}001{NBSP}000{NBSP}000"],
)  # fmt: skip
def test_leika_keys_are_read_as_text(raw: object) -> None:
    assert value(lookups.read_leika_key(raw, "LeiKa-Schlüssel")) == "99012001000000"


@pytest.mark.parametrize(
    "raw",
    ["9,90E+13", "9.9012001E+13", "9.90E13", "3233", "25323525", 9.9e13, 99012000000000, "990120010000001",
     9901200100000,
     "99012001000000, 99012001000001", "9901200100000O", True, 99012001000000.5, "٩٩٠١٢٠٠١٠٠٠٠٠٠",
     "99012001000000 (Typ 2)"],
)  # fmt: skip
def test_damaged_leika_keys_stay_open(raw: object) -> None:
    left_open(lookups.read_leika_key(raw, "LeiKa-Schlüssel"), "key-damaged")


@pytest.mark.parametrize(
    ("raw", "ars"),
    [("145220000000", "145220000000"), (145220000000, "145220000000"), (145220000000.0, "145220000000"),
     ("14522", "145220000000"), (14522, "145220000000"), ("14612000", "146120000000"), ("14", "140000000000"),
     ("145225101", "145225101000"), ("010510000000", "010510000000"), (10510000000, "010510000000"),
     ("000000000000", "000000000000"), ("14 5 22 0000 000", "145220000000")],
)  # fmt: skip
def test_regional_keys_are_read_as_twelve_figures(raw: object, ars: str) -> None:
    assert value(lookups.read_ars(raw, "ARS")) == ars


@pytest.mark.parametrize(
    "raw", ["14522010", "1452", "99", 0, "17000", "1.4522E+11", "14522000000000", "Chemnitz", True, "1452200000"]
)
def test_damaged_regional_keys_stay_open(raw: object) -> None:
    left_open(lookups.read_ars(raw, "ARS"), "key-damaged")


@pytest.mark.parametrize(
    ("raw", "number"),
    [("1.10", "1.10"), (1.1, "1.1"), (3, "3"), (3.0, "3"), ("1.1.", "1.1"), ("1.1.3", "1.1.3"), ("Nr. 3", "3"),
     ("lfd. Nr. 4", "4"), ("(3)", "3"), ("3)", "3"), ("Z1", "Z1"), ("M-12", "M-12"), (" 7 ", "7"), (1.25, "1.25"),
     ("SMI–2", "SMI-2"), ("SMI-4 *", "SMI-4"), ("2¹", "2"), ("3.*)", "3"), ("*", "*")],
)  # fmt: skip
def test_running_numbers_are_text(raw: object, number: str) -> None:
    assert value(lookups.read_number_label(raw, "Nummer")) == number


def test_a_number_that_may_have_lost_a_zero_is_told_where_the_column_shows_it() -> None:
    column: list[object] = [1.1, 1.2, "1.3", 1.9, 1.1, 2.1, 2.2]
    assert lookups.damaged_labels(column) == {1.1}
    assert lookups.damaged_labels([1.1, 1.2, 2.1]) == frozenset()
    reading, doubt = lookups.read_number_label(1.1, "Nummer", ambiguous=True)
    assert reading.value == "1.1"
    assert doubt is not None
    assert doubt.code == "key-damaged"
    assert "1.10" in doubt.message


def test_a_number_that_became_a_date_stays_open() -> None:
    left_open(lookups.read_number_label(date(2020, 2, 1), "Nummer"), "key-damaged")
    left_open(lookups.read_references(date(2020, 2, 1), "Ziele"), "key-damaged")


# --- lists ---


@pytest.mark.parametrize(
    ("raw", "references"),
    [("1.1, 1.2 und 2.3", ["1.1", "1.2", "2.3"]), ("Z1; Z3", ["Z1", "Z3"]), ("Ziel 1, 2 und 5", ["1", "2", "5"]),
     ("Aufbau, Betrieb und Pflege", ["Aufbau, Betrieb und Pflege"]), ("Titel eins; Titel, zwei", ["Titel eins",
     "Titel, zwei"]),
     (3, ["3"]), (3.0, ["3"]), (1.1, ["1.1"]), ("W 3\nW 4", ["W 3", "W 4"]), ("1.1 Elektronische Akte",
     ["1.1 Elektronische Akte"]),
     ("10000, 10001", ["10000", "10001"]), ("- Z1\n- Z2", ["Z1", "Z2"]), ("M12/M13", ["M12", "M13"]), ("keine", []),
     ("Z1; Z1", ["Z1"]), ("1.1.; 1.2.", ["1.1", "1.2"]), ("1.10", ["1.10"]), ("Wegmarke 3", ["3"]),
     ("SMI–2, SMI—3", ["SMI-2", "SMI-3"]), ("Akte – Stufe 2", ["Akte – Stufe 2"])],
)  # fmt: skip
def test_references_are_split_where_it_is_safe(raw: object, references: list[str]) -> None:
    assert value(lookups.read_references(raw, "Ziele")) == references


@pytest.mark.parametrize(
    ("raw", "words"),
    [("Amt24; ePayment", ["Amt24", "ePayment"]), ("Amt24, ePayment", ["Amt24", "ePayment"]), ("Amt24\n• ePayment",
     ["Amt24", "ePayment"]),
     ("Amt24; A, B", ["Amt24", "A, B"]), ("Amt24", ["Amt24"])],
)  # fmt: skip
def test_words_are_split(raw: str, words: list[str]) -> None:
    assert value(lookups.read_words(raw, "Basiskomponenten")) == words


@pytest.mark.parametrize(
    ("raw", "types"),
    [("2/3", ["2/3"]), ("1, 2/3", ["1", "2/3"]), ("1", ["1"]), (4, ["4"]), (4.0, ["4"]), ("2/3: 4", ["2/3"]),
     ("1: 3, 2/3: 1, leer: 2", ["1", "2/3"]), ("Typ 2/3", ["2/3"]), ("1, 2", ["1", "2"]), ("2 / 3", ["2/3"])],
)  # fmt: skip
def test_types_are_read(raw: object, types: list[str]) -> None:
    assert value(lookups.read_types(raw, "Leistungstyp")) == types


@pytest.mark.parametrize("raw", ["44", "7", "0", date(2020, 3, 2), "2-3", True, "alle", 2.3])
def test_other_types_stay_open(raw: object) -> None:
    left_open(lookups.read_types(raw, "Leistungstyp"), "word-unknown")


@pytest.mark.parametrize(
    ("raw", "key"),
    [("SMI", "SMI"), ("Sächsisches Staatsministerium des Innern", "SMI"), ("SMI – Innenministerium", "SMI"),
     ("Staatskanzlei (Ref. 45)", "SK"), (" SMF ", "SMF")],
)  # fmt: skip
def test_a_ministry_is_read_as_its_key(raw: str, key: str) -> None:
    assert value(read_ministry(raw, "Ressort")) == key


@pytest.mark.parametrize("raw", ["SMX", "SMI / SMF", "SMI, SMF", "nein", 5, True])
def test_unknown_and_several_ministries_stay_open(raw: object) -> None:
    left_open(read_ministry(raw, "Ressort"), "ministry-unknown")


@pytest.mark.parametrize(
    ("raw", "bodies"),
    [("SMI, SMF", ["SMI", "SMF"]), ("SMI und SAKD", ["SMI", "SAKD"]), ("SMI; SMI", ["SMI"]), ("alle Ressorts",
     ["alle Ressorts"]),
     ("alle Ressorts, SAKD", ["alle Ressorts", "SAKD"]), ("Städte und Gemeinden", ["Städte und Gemeinden"]),
     ("weitere Ressorts und SMF", ["weitere Ressorts", "SMF"]),
     ("Landkreise, SAKD", ["Landkreise", "SAKD"]), ("SMI\nSK", ["SMI", "SK"]),
     ("SMI; Staatsministerium für Wissenschaft, Kultur und Tourismus", ["SMI", "SMWK"])],
)  # fmt: skip
def test_bodies_are_read_as_keys(raw: str, bodies: list[str]) -> None:
    assert value(read_bodies(raw, "Beteiligte")) == bodies


def test_unknown_bodies_stay_as_written_and_are_told() -> None:
    reading, doubt = read_bodies("SMI, Firma Muster GmbH", "Beteiligte")
    assert reading == Reading(["SMI", "Firma Muster GmbH"], "SMI, Firma Muster GmbH")
    assert doubt is not None
    assert doubt.code == "ministry-unknown"
    assert "„Firma Muster GmbH“" in doubt.message


# --- all readers ---

ANYTHING = st.one_of(
    st.none(),
    st.text(),
    st.text(alphabet="0123456789.,-/ %€TMioE+()grünotab"),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
)


@given(ANYTHING, st.sampled_from(READERS))
def test_no_reader_raises_and_every_answer_can_be_written_down(
    raw: object, read: Callable[[object, str], Answer]
) -> None:
    reading, doubt = read(raw, "Feld")
    json.dumps(reading.value, allow_nan=False)
    assert reading.wording is None or reading.wording
    if doubt is not None:
        assert doubt.code
        assert doubt.message.endswith((".", "?", "!"))
        assert "\n" not in doubt.message
        assert reading.value is not None or reading.wording or raw == ""


@given(ANYTHING, st.sampled_from(READERS))
def test_what_is_written_is_never_lost(raw: object, read: Callable[[object, str], Answer]) -> None:
    reading, _ = read(raw, "Feld")
    if lookups.as_text(raw):
        assert reading.value is not None or reading.wording is not None


@pytest.mark.parametrize(
    ("shown_as", "due", "start", "words"),
    [
        ("day", "2022-12-01", "2022-12-01", "01.12.2022"), ("week", "2022-12-04", "2022-11-28", "KW 48/2022"),
        ("month", "2022-12-31", "2022-12-01", "12/2022"), ("quarter", "2022-12-31", "2022-10-01", "Q4/2022"),
        ("year", "2022-12-31", "2022-01-01", "2022"),
    ],
)  # fmt: skip
def test_a_real_date_means_all_of_what_its_cell_shows(shown_as: str, due: str, start: str, words: str) -> None:
    raw = date(2022, 12, 1)
    assert value(lookups.read_due(raw, "Zieltermin", shown_as=shown_as)) == due
    assert value(lookups.read_day(raw, "Erreicht am", shown_as=shown_as)) == due
    assert value(lookups.read_start(raw, "Beginn", shown_as=shown_as)) == start
    assert value(lookups.read_words_of_date(raw, "Zieltermin", shown_as)) == words


@pytest.mark.parametrize(
    ("raw", "since_1900", "since_1904"),
    [
        (44_561, "2021-12-31", "2026-01-01"), (43_099, "2017-12-30", "2021-12-31"), (35_065, None, "2000-01-02"),
        (2022, "2022-12-31", "2022-12-31"), (20_221_231, "2022-12-31", "2022-12-31"), (72_000, "2097-02-14", None),
        ("44561", "2021-12-31", None), (date(2021, 12, 31), "2021-12-31", "2021-12-31"),
    ],
)  # fmt: skip
def test_counts_of_days_are_read_in_the_workbooks_own_way(
    raw: object, since_1900: str | None, since_1904: str | None
) -> None:
    for since, day in ((False, since_1900), (True, since_1904)):
        reading, doubt = lookups.read_due(raw, "Zieltermin", since_1904=since)
        assert reading.value == day
        assert (doubt is not None) == (day is None)


@given(st.from_regex(r"[A-Z]{0,4}-?[0-9]{0,3}[.]?[0-9]{0,3}[.)]?", fullmatch=True))
def test_a_plain_label_is_read_as_it_stands(text: str) -> None:
    if lookups.is_plain_label(text):
        assert lookups.read_number_label(text, "Nummer") == (Reading(text), None)


@pytest.mark.parametrize("text", ["NR1", "1.", "(1)", "01", "Nr. 1", "1 ", "", "-", "n. n.", "1.1.2020a"])
def test_a_label_that_needs_reading_is_not_plain(text: str) -> None:
    assert not lookups.is_plain_label(text)
