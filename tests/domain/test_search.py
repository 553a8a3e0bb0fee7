import re
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from masterplan.domain.plan import Kind
from masterplan.domain.search import LONGEST_ENDING, folded, index, search, stem
from tests.builders import goal, item, leika, measure, milestone, service, view

CONTENT = Path(__file__).parents[2] / "data" / "demo" / "content"
PLAN = view(
    goal("Z1", title="Verwaltungsleistungen sind online"),
    item(Kind.GUIDELINE, "L1", number="L1", title="Vom Nutzer her denken"),
    milestone("SK-3", title="Portal für Anträge", ministry="SK"),
    milestone("SK-30", title="Open‑Data‑Plattform der Zukunft", ministry="SK"),
    measure("1.1", title="Elektronische Überweisung der Gebühren"),
    measure("1.10", title="Digitalisierung der Grundsteuer", description="gemeinsam mit Nr. 1.1 und dem Portal"),
    measure("11.10", title="Straßenverkehr", components=["Amt24", "ePayment"], services=["10052"]),
    measure("2.1", title="Antrag auf Elterngeld", remark="neue Quelle, aktuelle Fassung"),
    measure("2.2", title="Auskunft aus dem Handelsregister", lead="LK-Bautzen", status=None),
    measure("3.1", title="Einführung der eAkte (Stufe 3)", lead="SMF"),
    service(10052, title="Personalausweis", theme="Querschnitt"),
    leika(99115008017000, 10052, title="Personalausweis Ausstellung"),
)

CASES: list[tuple[str, list[str]]] = [
    ("Überweisung", ["measure/1.1"]),
    ("ueberweisung", ["measure/1.1"]),
    ("UEBERWEISUNGEN", ["measure/1.1"]),
    ("Uberweisung", ["measure/1.1"]),
    ("strassenverkehr", ["measure/11.10"]),
    ("Anträge", ["milestone/SK-3", "measure/2.1"]),
    ("Antrag", ["measure/2.1", "milestone/SK-3"]),
    ("Digitalisirung", ["measure/1.10"]),
    ("Handelsregsiter", ["measure/2.2"]),
    ("Verwaltungsleistng", ["goal/Z1"]),
    ("1.10", ["measure/1.10"]),
    ("1.1", ["measure/1.1", "measure/1.10"]),
    ("SK-3", ["milestone/SK-3"]),
    ("sk 3", ["milestone/SK-3"]),
    ("SK3", ["milestone/SK-3"]),
    ("SK-4", []),
    ("Z-1", ["goal/Z1"]),
    ("Z 1", ["goal/Z1"]),
    ("Ziel Z1", ["goal/Z1"]),
    ("Ziel 1", []),
    ("Maßnahme Nr. 1.1", ["measure/1.1", "measure/1.10"]),
    ("Wegmarke 1.1", []),
    ("measure/1.1", ["measure/1.1"]),
    ("L1", ["guideline/L1"]),
    ("OZG 10052", ["service/10052"]),
    ("99115008017000", ["service/10052", "leika_service/99115008017000"]),
    ("99 115 008 017 000", ["service/10052", "leika_service/99115008017000"]),
    ("9911500801700", []),
    ("Ausstellung", []),
    ("Amt 24", ["measure/11.10"]),
    ("Amt-24", ["measure/11.10"]),
    ("Amt 25", []),
    ("E-Akte", ["measure/3.1"]),
    ("Stufe 3", ["measure/3.1"]),
    ("OpenData", ["milestone/SK-30"]),
    ("Antrag auf Elterngeld", ["measure/2.1"]),
    ("Elterngeld für den Antrag", ["measure/2.1"]),
    ("Straße & Verkehr", ["measure/11.10"]),
    ("Finanzministerium", ["measure/3.1"]),
    ("SMFX", []),
    ("aus dem", ["measure/2.2"]),
    ("Maßnahme", []),
    ("Stufe 4", []),
    ("OZG-Portal 10052", []),
    ("10052", ["service/10052", "measure/11.10"]),
    ("1005", ["service/10052", "measure/11.10"]),
    ("Elektron Gebühr", ["measure/1.1"]),
    ("Portal Anträge", ["milestone/SK-3"]),
    ("Überweisung Elterngeld", []),
    ("register", ["measure/2.2"]),
    ("Ausweis", ["service/10052"]),
    ("amt24", ["measure/11.10"]),
    ("epayment", ["measure/11.10"]),
    ("bautzen", ["measure/2.2"]),
    ("Steuer", ["measure/1.10"]),
    ("neue quellen", ["measure/2.1"]),
    ("portal", ["milestone/SK-3", "measure/1.10"]),
    ("Zauberwald", []),
    ("xy", []),
    ("99999", []),
    ("", []),
    (" – ", []),
]


@pytest.mark.parametrize(("words", "found"), CASES, ids=[words or "nothing" for words, _ in CASES])
def test_words_find_what_a_reader_means_the_best_first(words: str, found: list[str]) -> None:
    assert search(PLAN, words) == found


def test_a_whole_number_stands_first_and_one_with_a_hyphen_is_not_taken_apart() -> None:
    plan = view(milestone("SK-1", title="Zukunft"), goal("Z1"), milestone("SK-3"), measure(1, title="SK, Stufe 3"))
    assert search(plan, "Z 1") == ["goal/Z1", "milestone/SK-1"]
    assert search(plan, "SK-3") == ["milestone/SK-3"]
    begun = view(measure(1, title="Leistung 10052"), measure(2, title="Leistung 1005"))
    assert search(begun, "1005") == ["measure/2", "measure/1"]


def test_a_typing_error_counts_only_where_nothing_bears_the_word() -> None:
    plan = view(measure(1, title="Haus am See"), measure(2, title="Maus am Rechner"), measure(3, title="Tische"))
    assert search(plan, "Haus") == ["measure/1"]
    assert search(plan, "Hauz") == ["measure/1"]
    assert search(plan, "Tsiche") == ["measure/3"]
    assert search(plan, "Tish") == ["measure/3"]
    assert search(plan, "Tsi") == [], "three letters are too few to guess from"
    assert search(plan, "hauf") == ["measure/1"]
    assert search(plan, "HAUF") == [], "an abbreviation is no typing error"
    short = view(measure(1, title="Ehe"))
    assert search(short, "Eher") == [], "nor is a short word guessed at"


def test_the_empty_plan_has_nothing_to_find() -> None:
    assert search(view(), "Portal") == []


def test_a_kept_index_answers_like_the_plan() -> None:
    kept = index(PLAN)
    assert [search(kept, words) for words, _ in CASES] == [found for _, found in CASES]


def test_a_stem_is_the_beginning_of_its_word_and_hardly_shorter() -> None:
    words = {word for file in CONTENT.glob("*.csv") for word in re.findall(r"\w+", file.read_text(encoding="utf-8"))}
    for plain in sorted({folded(word) for word in words if word.isalpha()}):
        assert plain.startswith(stem(plain))
        assert len(plain) - len(stem(plain)) <= LONGEST_ENDING
    assert len(words) > 500


@pytest.mark.parametrize("word", ["Größe", "Überweisung", "Häuser", "Café", "Straße"])
def test_case_and_ways_of_writing_make_no_difference(word: str) -> None:
    assert folded(word) == folded(word.upper()) == folded(unicodedata.normalize("NFD", word))
    assert folded(word) == folded(word.replace("Ü", "Ue").replace("ö", "oe").replace("ä", "ae").replace("ß", "ss"))


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=30))
def test_no_search_fails_whatever_is_typed(words: str) -> None:
    assert set(search(PLAN, words)) <= set(PLAN.kinds)


@pytest.mark.usefixtures("own_heap")
def test_a_search_in_ten_thousand_measures_costs_little() -> None:
    towns = ("Dresden", "Leipzig", "Görlitz", "Plauen", "Pirna", "Riesa", "Aue")
    plan = view(
        *(
            measure(number, title=f"Antrag {number % 97} auf Leistung{number % 5000} in {towns[number % 7]}")
            for number in range(10_000)
        )
    )
    kept = index(plan)
    search(kept, "wärmt vor")
    for words in ("Anträge", "Leistung4711 Dresden", "Görliz", "leist", "Handelsregsiter"):
        before = time.thread_time()
        search(kept, words)
        assert time.thread_time() - before < 0.05, words
