"""Dates as they are written: what each spelling means as a deadline and as a beginning, and what stays open."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from masterplan.domain.deadlines import Deadline, Meaning, Precision, read_deadline, read_stand, roman_numerals

P = Precision
MONTH_NAMES = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
SHORT_NAMES = "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.".split()
WEEKDAYS = "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag".split()


def read(raw: object, meaning: Meaning = Meaning.END) -> Deadline:
    found = read_deadline(raw, meaning)
    assert found is not None
    return found


PERIODS = [
    # as written, last day, first day, precision
    ("31.12.2022", "2022-12-31", "2022-12-31", P.DAY),
    ("31.12.22", "2022-12-31", "2022-12-31", P.DAY),
    ("1.3.2019", "2019-03-01", "2019-03-01", P.DAY),
    ("09.04.2019", "2019-04-09", "2019-04-09", P.DAY),
    ("31. 12. 2022", "2022-12-31", "2022-12-31", P.DAY),
    ("31.12.2022\u00a0", "2022-12-31", "2022-12-31", P.DAY),
    ("  31.12.2022 ", "2022-12-31", "2022-12-31", P.DAY),
    ("31.12.\u00ad2022", "2022-12-31", "2022-12-31", P.DAY),
    ("31.12.2022*", "2022-12-31", "2022-12-31", P.DAY),
    ("31.12.2022 1)", "2022-12-31", "2022-12-31", P.DAY),
    ("31.12.2022²", "2022-12-31", "2022-12-31", P.DAY),
    ("31.12.2022.", "2022-12-31", "2022-12-31", P.DAY),
    ("31.12.2022 00:00", "2022-12-31", "2022-12-31", P.DAY),
    ("31.12.2022 00:00:00", "2022-12-31", "2022-12-31", P.DAY),
    ("[21.3.2019]", "2019-03-21", "2019-03-21", P.DAY),
    ("1. März 2019", "2019-03-01", "2019-03-01", P.DAY),
    ("1. Ma\u0308rz 2019", "2019-03-01", "2019-03-01", P.DAY),
    ("12. Juni 2019", "2019-06-12", "2019-06-12", P.DAY),
    ("31. Dezember 2022", "2022-12-31", "2022-12-31", P.DAY),
    ("31 Dez 22", "2022-12-31", "2022-12-31", P.DAY),
    ("31-Dez-2022", "2022-12-31", "2022-12-31", P.DAY),
    ("15. IX. 2023", "2023-09-15", "2023-09-15", P.DAY),
    ("Freitag, 31.12.2021", "2021-12-31", "2021-12-31", P.DAY),
    ("Fr., den 31.12.2021", "2021-12-31", "2021-12-31", P.DAY),
    ("2022-12-31", "2022-12-31", "2022-12-31", P.DAY),
    ("2022-12-31 00:00:00", "2022-12-31", "2022-12-31", P.DAY),
    ("2022-12-31T00:00:00", "2022-12-31", "2022-12-31", P.DAY),
    ("2022-12-31T23:59:59Z", "2022-12-31", "2022-12-31", P.DAY),
    ("2022/12/31", "2022-12-31", "2022-12-31", P.DAY),
    ("20221231", "2022-12-31", "2022-12-31", P.DAY),
    ("31122022", "2022-12-31", "2022-12-31", P.DAY),
    ("20.12.2012", "2012-12-20", "2012-12-20", P.DAY),
    ("20122012", "2012-12-20", "2012-12-20", P.DAY),
    ("31/12/2022", "2022-12-31", "2022-12-31", P.DAY),
    ("05/05/2021", "2021-05-05", "2021-05-05", P.DAY),
    ("04/2020", "2020-04-30", "2020-04-01", P.MONTH),
    ("4/2020", "2020-04-30", "2020-04-01", P.MONTH),
    ("02-2026", "2026-02-28", "2026-02-01", P.MONTH),
    ("12.2022", "2022-12-31", "2022-12-01", P.MONTH),
    ("2/2020", "2020-02-29", "2020-02-01", P.MONTH),
    ("2020-06", "2020-06-30", "2020-06-01", P.MONTH),
    ("2020/06", "2020-06-30", "2020-06-01", P.MONTH),
    ("12/22", "2022-12-31", "2022-12-01", P.MONTH),
    ("Dez. 22", "2022-12-31", "2022-12-01", P.MONTH),
    ("Dez 2022", "2022-12-31", "2022-12-01", P.MONTH),
    ("Dezember '22", "2022-12-31", "2022-12-01", P.MONTH),
    ("Dezember 2022", "2022-12-31", "2022-12-01", P.MONTH),
    ("DEZEMBER 2022", "2022-12-31", "2022-12-01", P.MONTH),
    ("Mrz 2021", "2021-03-31", "2021-03-01", P.MONTH),
    ("Sept. 2021", "2021-09-30", "2021-09-01", P.MONTH),
    ("im Juni 2021", "2021-06-30", "2021-06-01", P.MONTH),
    ("IX / 2023", "2023-09-30", "2023-09-01", P.MONTH),
    ("XII/2023", "2023-12-31", "2023-12-01", P.MONTH),
    ("V/2023", "2023-05-31", "2023-05-01", P.MONTH),
    ("Anfang Mai 2021", "2021-05-01", "2021-05-01", P.MONTH),
    ("Mitte Mai 2021", "2021-05-15", "2021-05-15", P.MONTH),
    ("Ende Februar 2020", "2020-02-29", "2020-02-29", P.MONTH),
    ("Ende 03/2021", "2021-03-31", "2021-03-31", P.MONTH),
    ("Q4/2022", "2022-12-31", "2022-10-01", P.QUARTER),
    ("Q4 2022", "2022-12-31", "2022-10-01", P.QUARTER),
    ("Q4/22", "2022-12-31", "2022-10-01", P.QUARTER),
    ("Q 4 - 2022", "2022-12-31", "2022-10-01", P.QUARTER),
    ("2022 Q4", "2022-12-31", "2022-10-01", P.QUARTER),
    ("2022-Q4", "2022-12-31", "2022-10-01", P.QUARTER),
    ("2022 (Q4)", "2022-12-31", "2022-10-01", P.QUARTER),
    ("4. Quartal 2022", "2022-12-31", "2022-10-01", P.QUARTER),
    ("4.Quartal 2022", "2022-12-31", "2022-10-01", P.QUARTER),
    ("4. Qu. 2022", "2022-12-31", "2022-10-01", P.QUARTER),
    ("IV. Quartal 2022", "2022-12-31", "2022-10-01", P.QUARTER),
    ("IV.\nQuartal\n2022", "2022-12-31", "2022-10-01", P.QUARTER),
    ("III. Quartal 2022", "2022-09-30", "2022-07-01", P.QUARTER),
    ("II. Quartal 2022", "2022-06-30", "2022-04-01", P.QUARTER),
    ("I. Quartal 2022", "2022-03-31", "2022-01-01", P.QUARTER),
    ("Quartal IV/2022", "2022-12-31", "2022-10-01", P.QUARTER),
    ("Q IV 2022", "2022-12-31", "2022-10-01", P.QUARTER),
    ("viertes Quartal 2022", "2022-12-31", "2022-10-01", P.QUARTER),
    ("im vierten Quartal des Jahres 2022", "2022-12-31", "2022-10-01", P.QUARTER),
    ("Ende Q2 2021", "2021-06-30", "2021-06-30", P.QUARTER),
    ("Ende des 2. Quartals 2021", "2021-06-30", "2021-06-30", P.QUARTER),
    ("1. Hj. 2021", "2021-06-30", "2021-01-01", P.HALF),
    ("1. HJ 2021", "2021-06-30", "2021-01-01", P.HALF),
    ("2. HJ 2021", "2021-12-31", "2021-07-01", P.HALF),
    ("I. Halbjahr 2021", "2021-06-30", "2021-01-01", P.HALF),
    ("II. Halbjahr 2021", "2021-12-31", "2021-07-01", P.HALF),
    ("zweites Halbjahr 2021", "2021-12-31", "2021-07-01", P.HALF),
    ("H2/2021", "2021-12-31", "2021-07-01", P.HALF),
    ("2. Jahreshälfte 2021", "2021-12-31", "2021-07-01", P.HALF),
    ("Anfang 2021", "2021-03-31", "2021-01-01", P.QUARTER),
    ("Mitte 2018", "2018-06-30", "2018-04-01", P.QUARTER),
    ("Mitte 2021", "2021-06-30", "2021-04-01", P.QUARTER),
    ("Ende 2021", "2021-12-31", "2021-10-01", P.QUARTER),
    ("Ende des Jahres 2023", "2023-12-31", "2023-10-01", P.QUARTER),
    ("Jahresende 2023", "2023-12-31", "2023-10-01", P.QUARTER),
    ("Frühjahr 2020", "2020-05-31", "2020-03-01", P.SEASON),
    ("Sommer 2020", "2020-08-31", "2020-06-01", P.SEASON),
    ("Herbst 2020", "2020-11-30", "2020-09-01", P.SEASON),
    ("Winter 2020/21", "2021-02-28", "2020-12-01", P.SEASON),
    ("KW 12/2020", "2020-03-22", "2020-03-16", P.WEEK),
    ("12. KW 2020", "2020-03-22", "2020-03-16", P.WEEK),
    ("KW 53/2020", "2021-01-03", "2020-12-28", P.WEEK),
    ("2020-W12", "2020-03-22", "2020-03-16", P.WEEK),
    ("2020", "2020-12-31", "2020-01-01", P.YEAR),
    ("2020.0", "2020-12-31", "2020-01-01", P.YEAR),
    ("im Jahr 2020", "2020-12-31", "2020-01-01", P.YEAR),
    ("2019/2020", "2020-12-31", "2019-01-01", P.YEAR),
    ("2019/20", "2020-12-31", "2019-01-01", P.YEAR),
    ("2019-2021", "2021-12-31", "2019-01-01", P.YEAR),
    ("2005 - 2008", "2008-12-31", "2005-01-01", P.YEAR),
    ("2019 bis 2021", "2021-12-31", "2019-01-01", P.YEAR),
    ("von 2019 bis 2021", "2021-12-31", "2019-01-01", P.YEAR),
    ("01.01.2020 - 31.12.2021", "2021-12-31", "2020-01-01", P.DAY),
    ("01.03.-15.04.2021", "2021-04-15", "2021-03-01", P.DAY),
    ("1.-3. Juni 2021", "2021-06-03", "2021-06-01", P.DAY),
    ("Januar bis März 2021", "2021-03-31", "2021-01-01", P.MONTH),
    ("März/April 2021", "2021-04-30", "2021-03-01", P.MONTH),
    ("05/2020 – 08/2021", "2021-08-31", "2020-05-01", P.MONTH),
    ("Q1-Q3 2021", "2021-09-30", "2021-01-01", P.QUARTER),
    ("3./4. Quartal 2021", "2021-12-31", "2021-07-01", P.QUARTER),
    ("Ende 2021/Anfang 2022", "2022-03-31", "2021-10-01", P.QUARTER),
    ("44926", "2022-12-31", "2022-12-31", P.DAY),
]


@pytest.mark.parametrize(("written", "last", "first", "precision"), PERIODS, ids=[case[0] for case in PERIODS])
def test_a_period_means_its_last_day_as_deadline_and_its_first_as_beginning(
    written: str, last: str, first: str, precision: Precision
) -> None:
    end, start = read(written), read(written, Meaning.START)
    assert (str(end.on), end.precision, str(start.on)) == (last, precision, first)
    assert not end.estimated
    assert not end.doubtful
    assert end.rule.endswith(".")


@pytest.mark.parametrize(
    ("raw", "last", "precision"),
    [
        (date(2022, 12, 31), "2022-12-31", P.DAY),
        (datetime(2022, 12, 31, 23, 59), "2022-12-31", P.DAY),
        (2020, "2020-12-31", P.YEAR),
        (2020.0, "2020-12-31", P.YEAR),
        (44926, "2022-12-31", P.DAY),
        (44926.5, "2022-12-31", P.DAY),
        (20221231, "2022-12-31", P.DAY),
        (1032022, "2022-03-01", P.DAY),
    ],
)
def test_numbers_and_real_dates_are_read(raw: object, last: str, precision: Precision) -> None:
    assert (str(read(raw).on), read(raw).precision) == (last, precision)


def test_a_real_date_that_shows_only_its_month_means_the_month() -> None:
    december = read_deadline(date(2022, 12, 1), Meaning.END, shown_as="month")
    year = read_deadline(date(2022, 1, 1), Meaning.END, shown_as="year")
    assert december is not None
    assert (december.on, december.precision, december.wording) == (date(2022, 12, 31), P.MONTH, "12.2022")
    assert year is not None
    assert year.on == date(2022, 12, 31)


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("bis 2020", "2020-12-31"),
        ("bis 2025", "2025-12-31"),
        ("bis Ende 2022", "2022-12-31"),
        ("bis zum 31. Dezember 2022", "2022-12-31"),
        ("bis Ende des Jahres 2023", "2023-12-31"),
        ("bis spätestens 30.6.2021", "2021-06-30"),
        ("spätestens bis 30.6.2021", "2021-06-30"),
        ("Abschluss bis Ende 2024", "2024-12-31"),
        ("Zieltermin: 31.12.2022", "2022-12-31"),
    ],
)
def test_a_limit_is_a_deadline_and_no_beginning(written: str, last: str) -> None:
    assert str(read(written).on) == last
    assert read(written).bounded
    assert read(written, Meaning.START).on is None
    assert read(written, Meaning.START).doubtful


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("ab 2012", "2012-01-01"),
        ("seit 2019", "2019-01-01"),
        ("von 2019", "2019-01-01"),
        ("2020 ff.", "2020-01-01"),
        ("ab dem 01.07.2020", "2020-07-01"),
        ("Beginn Q2/2020", "2020-04-01"),
        ("Start: Mai 2020", "2020-05-01"),
        ("ab 2019/2020", "2019-01-01"),
    ],
)
def test_an_open_end_is_a_beginning_and_no_deadline(written: str, first: str) -> None:
    end, start = read(written), read(written, Meaning.START)
    assert (end.on, end.doubtful) == (None, True)
    if start.on is not None:
        assert str(start.on) == first


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("vsl. 2021", "2021-12-31"),
        ("voraussichtlich Q2/2021", "2021-06-30"),
        ("vorauss. Mitte 2021", "2021-06-30"),
        ("ca. Mitte 2021", "2021-06-30"),
        ("ca.06/2021", "2021-06-30"),
        ("etwa Ende 2021", "2021-12-31"),
        ("gegen Ende 2021", "2021-12-31"),
        ("geplant: 31.12.2021", "2021-12-31"),
        ("31.12.2021 (vsl.)", "2021-12-31"),
        ("31.12.2021 voraussichtlich", "2021-12-31"),
        ("~2021", "2021-12-31"),
    ],
)
def test_estimates_are_marked(written: str, last: str) -> None:
    assert (str(read(written).on), read(written).estimated) == (last, True)


@pytest.mark.parametrize(
    "written",
    ["Daueraufgabe", "fortlaufend", "laufend", "dauerhaft", "Fortlaufend ", "laufend seit 2019", "unbefristet",
     "fortlaufend (ab 2020)",
     "ab 2020 fortlaufend", "Daueraufgabe / laufend"],
)  # fmt: skip
def test_permanent_tasks_have_no_end_and_no_doubt(written: str) -> None:
    found = read(written)
    assert (found.on, found.permanent, found.doubtful) == (None, True, False)


def test_a_permanent_task_keeps_the_beginning_it_names() -> None:
    assert read("laufend seit 2019", Meaning.START).on == date(2019, 1, 1)


OPEN = [
    # no day is named
    "offen", "tbd", "t. b. d.", "n. V.", "sofort", "ab sofort", "nach Inkrafttreten SächsEGovG", "bald", "zeitnah",
    "nach Kabinettbeschluss 2021", "nächstes Jahr", "Ende der Legislaturperiode", "12 Monate", "in 2 Jahren", "x",
    "ja", "?",
    "noch offen", "wird noch festgelegt", "mittelfristig", "Ende des Jahres", "Legislaturperiode 2019-2024 (Ende)",
    # the year is missing
    "31.12.", "31. Dezember", "Dezember", "Q4", "4. Quartal", "I. Halbjahr", "1. Hj.", "KW 12", "Mitte", "Ende",
    # only a limit on the other side
    "frühestens 2021", "nicht vor 2021", "nach 2021", "vor 2021",
    # two meanings
    "02/03/2021", "2/3/21", "02-03-2021", "12/31/2022", "IV/2022", "I/2020", "II 2021", "III/2022", "IV 22", "10/11",
    "12/13",
    "2009/10", "2011-12", "12.22", "12.11", "1.5", "Winter 2020", "22", "99", "31.12.99", "Jahreswechsel 2020/2021",
    # not in the calendar
    "31.06.2021", "30.02.2020", "29.02.2021", "00.12.2021", "31.13.2021", "13/2022", "00/2022", "Q5/2022",
    "5. Quartal 2022",
    "KW 54/2020", "KW 53/2021", "3. Halbjahr 2021", "20221331", "31. Februar 2020", "Montag, 31.12.2021",
    # outside any plan
    "31.12.9999", "01.01.1900", "1812", "2100", "12/1899",
    # several days
    "31.12.2020 / 30.06.2021", "31.12.2020\n30.06.2021", "31.12.2020; 30.06.2021", "2020 oder 2021", "2019, 2020, 2021",
    "31.12.2020 bzw. 30.06.2021", "2019 und 2020", "Q1/Q3 2021", "2019/2021", "2021-2019", "31.12.2021 - 01.01.2020",
    # a remark that may change the date
    "31.12.2020 (alt)", "31.12.2020 - verschoben", "31.12.2020 (nicht haltbar)", "31.12.2020 (?)", "31.12.2020?",
    "31.12.2020, danach Daueraufgabe", "Q2/2021: Konzept; Q4/2022: Umsetzung", "31.12.2020 (Beginn)", "Ende 2022?",
    "31.12.2020 (verzögert)", "31.12.2020 (entfällt)", "31.12.2020 + 6 Monate", "30.06.2020 (Teil 1)",
    "Ende 2021 (spätestens Mitte 2022)", "31.12.2020 (alt: bald)", "30.06.2020 (neu: offen)",
    "2020 (vorläufig bis 2021)",
    "01.01.2020 (Start)", "31.12.2022 vorbehaltlich der Mittel", "31.12.2022 nach Beschluss", "12.2022 12.2023",
    "2020 (Mitte)", "03/2021 - Halbjahr", "2020 - IV", "12/2020 (Herbst)", "31.12.2020 / 2021", "Mai 12-2020",
    "31.12. 12-2020",
    "KW 2021", "3./4. 2021", "4. 2021", "2020 (ff.)", "2020 (ab)",
    # not from here
    "Dec 31st, 2022", "12/31/22", "٣١.١٢.٢٠٢٢", "二〇二二年", "31,12,2022", "31.12.2O22", "3l.12.2022", "31..12.2022",
    "2022-13-01", "2022-12-31-01", "Version 2.2022.1", "Drs. 6/2022/1", "=2022", "DHH 2021/2022", "SJ 2020/21",
    "§ 5 2020",
]  # fmt: skip


@pytest.mark.parametrize("written", OPEN)
def test_what_names_no_single_day_stays_open_with_a_reason(written: str) -> None:
    for meaning in Meaning:
        found = read(written, meaning)
        if meaning == Meaning.START and written.endswith(("(Beginn)", "(Start)")):
            continue  # as a beginning it is a date with a fitting remark
        assert (found.on, found.precision, found.doubtful, found.permanent) == (None, P.NONE, True, False), found
        assert found.rule.endswith(".")
        assert found.wording == " ".join(written.split())


@pytest.mark.parametrize(
    "raw", [1.5, 0, -1, 12, 1899, 12.2022, float("nan"), float("inf"), True, 10**30, object(), b"2020"]
)
def test_other_values_are_no_dates(raw: object) -> None:
    assert (read(raw).on, read(raw).doubtful) == (None, True)


@pytest.mark.parametrize("raw", [None, "", "  ", "-", "–", "—", "\u00a0", "\n", "."])
def test_an_empty_cell_is_no_deadline(raw: object) -> None:
    assert read_deadline(raw) is None


def test_a_cancelled_deadline_is_open_without_doubt() -> None:
    assert (read("entfällt").on, read("entfällt").doubtful) == (None, False)


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("31.12.2020 (alt: 30.06.2020)", "2020-12-31"),
        ("31.12.2020 (bisher 30.06.2020)", "2020-12-31"),
        ("31.12.2020, ursprünglich Mitte 2020", "2020-12-31"),
        ("31.12.2020 statt 30.06.2020", "2020-12-31"),
        ("30.06.2020 (neu: 31.12.2020)", "2020-12-31"),
        ("alt: 30.06.2020, neu: 31.12.2020", "2020-12-31"),
        ("neu: 31.12.2020 (alt: 30.06.2020)", "2020-12-31"),
        ("30.06.2020, verschoben auf 31.12.2020", "2020-12-31"),
        ("verschoben von 30.06.2020 auf 31.12.2020", "2020-12-31"),
        ("Q2/2020 - verlängert bis Q4/2020", "2020-12-31"),
    ],
)
def test_of_an_old_and_a_new_date_the_new_one_counts_and_the_rule_says_so(written: str, last: str) -> None:
    found = read(written)
    assert str(found.on) == last
    assert found.rule.startswith("Von zwei Terminen gilt der neue.")
    assert found.wording == written


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ("Q4 - 2023 - Kabinettbeschluss zur Novellierung des SächsEGoG", "2023-12-31"),
        ("31.12.2022 (Kabinettbeschluss)", "2022-12-31"),
        ("12/2022: Abnahme", "2022-12-31"),
        ("Ende 2022, Produktivbetrieb", "2022-12-31"),
    ],
)
def test_a_harmless_remark_behind_the_date_is_left_aside(written: str, last: str) -> None:
    assert str(read(written).on) == last


def test_a_date_that_says_it_is_over_is_marked() -> None:
    assert read("abgeschlossen 12/2020").happened
    assert not read("abgeschlossen bis 12/2020").happened


def test_roman_numerals_up_to_four_are_read_as_the_column_shows() -> None:
    quarters: list[object] = ["IV/2022", "3. Quartal 2021", None, 5]
    months: list[object] = ["IV/2022", "IX / 2023"]
    both: list[object] = ["IV/2022", "IX/2023", "Q1/2020"]
    assert roman_numerals(quarters) == "quarter"
    assert roman_numerals(months) == "month"
    assert roman_numerals(both) is roman_numerals(["IV/2022"]) is None
    as_quarter = read_deadline("IV/2022", Meaning.END, roman="quarter")
    as_month = read_deadline("IV/2022", Meaning.END, roman="month")
    assert as_quarter is not None
    assert as_month is not None
    assert (as_quarter.on, as_month.on) == (date(2022, 12, 31), date(2022, 4, 30))


def test_a_very_long_text_is_no_date() -> None:
    assert read("31.12.2022 - " + "Erläuterung " * 50).doubtful


DAYS = st.dates(date(2000, 1, 1), date(2059, 12, 31))
SPELLINGS: list[Callable[[date], object]] = [
    lambda d: f"{d.day:02}.{d.month:02}.{d.year}",
    lambda d: f"{d.day}.{d.month}.{d.year}",
    lambda d: f"{d.day}. {d.month}. {d.year}",
    lambda d: f"{d.day:02}.{d.month:02}.{d.year % 100:02}",
    lambda d: f"{d.day}. {MONTH_NAMES[d.month - 1]} {d.year}",
    lambda d: f"{d.day:02}. {SHORT_NAMES[d.month - 1]} {d.year}",
    lambda d: f"{d.day}. {SHORT_NAMES[d.month - 1]} {d.year % 100:02}",
    lambda d: f"{WEEKDAYS[d.weekday()]}, {d.day}. {MONTH_NAMES[d.month - 1]} {d.year}",
    lambda d: f"bis zum {d.day}. {MONTH_NAMES[d.month - 1]} {d.year}",
    lambda d: f"vsl. {d.day:02}.{d.month:02}.{d.year}",
    lambda d: d.isoformat(),
    lambda d: f"{d.isoformat()} 00:00:00",
    lambda d: f"{d.year}{d.month:02}{d.day:02}",
    lambda d: d,
    lambda d: datetime(d.year, d.month, d.day),
    lambda d: (d - date(1899, 12, 30)).days,
    lambda d: str((d - date(1899, 12, 30)).days),
]


@given(DAYS, st.sampled_from(range(len(SPELLINGS))))
def test_every_day_is_read_back_from_every_spelling(day: date, spelling: int) -> None:
    assert read(SPELLINGS[spelling](day)).on == day


@given(DAYS, st.sampled_from(["{m}/{y}", "{m:02}.{y}", "{name} {y}", "{short} {yy:02}", "{y}-{m:02}", "im {name} {y}"]))
def test_every_month_is_read_back_as_its_first_and_last_day(day: date, form: str) -> None:
    name, short = MONTH_NAMES[day.month - 1], SHORT_NAMES[day.month - 1]
    written = form.format(m=day.month, y=day.year, yy=day.year % 100, name=name, short=short)
    first, last = read(written, Meaning.START).on, read(written).on
    if first is None and written[4] == "-":
        return  # 2009-10 may be two years
    assert first == day.replace(day=1)
    assert last is not None
    assert (last + timedelta(days=1)).day == 1
    assert last.month == day.month


WORDS = st.lists(
    st.sampled_from(
        "bis Ende 2022 Q4 / - . ( ) : 31 12 alt neu vsl. IV KW Quartal Mitte 2020 ff. , Dez. und 1. Hj. seit".split()
    ),
    max_size=8,
)


@given(st.one_of(st.text(), st.text(alphabet="0123456789./- QqIVXKW"), WORDS.map(" ".join)), st.sampled_from(Meaning))
@example("ſ", Meaning.END)
@example("İ. Quartal 2020", Meaning.END)
def test_no_text_raises_and_a_day_always_comes_with_a_rule_and_the_words(written: str, meaning: Meaning) -> None:
    found = read_deadline(written, meaning)
    if found is not None:
        assert found.rule
        assert (found.on is None) == (found.precision == P.NONE)
        assert found.on is None or 1990 <= found.on.year <= 2100
        assert found.on is None or not found.doubtful
        assert found.wording == " ".join(written.split())


@given(st.text().filter(lambda text: not any(letter.isascii() and letter.isdigit() for letter in text)))
def test_without_a_figure_there_is_no_day(written: str) -> None:
    found = read_deadline(written)
    assert found is None or found.on is None


@given(st.one_of(st.floats(), st.integers()))
def test_no_number_raises(number: float) -> None:
    assert read(number).rule


@given(WORDS.map(" ".join))
def test_an_end_never_lies_before_its_beginning(written: str) -> None:
    end, start = read_deadline(written), read_deadline(written, Meaning.START)
    if end is not None and start is not None and end.on is not None and start.on is not None:
        assert start.on <= end.on


@pytest.mark.parametrize(
    ("text", "stand"),
    [
        ("Stand: 12. Juni 2019", "2019-06-12"),
        ("Stand: 30.06.2020", "2020-06-30"),
        ("Stand 30.6.20", "2020-06-30"),
        ("Stand 02-2026", "2026-02-28"),
        ("Stand Dezember 2019", "2019-12-31"),
        ("(Stand: Juni 2020)", "2020-06-30"),
        ("Stand: 06/2020", "2020-06-30"),
        ("Stand: II. Quartal 2020", "2020-06-30"),
        ("Masterplan Digitale Verwaltung – Umsetzungsplanung SMI – Stand: 30.06.2020", "2020-06-30"),
        ("Ziele bis 31.12.2022, Stand 30.06.2020", "2020-06-30"),
        ("gibt den Stand zum 1. März 2018 wieder", "2018-03-01"),
        ("Fortschreibungsstand Dezember 2020", "2020-12-31"),
        ("Berichtsstichtag 30.06.2020", "2020-06-30"),
        ("2020-06-30", "2020-06-30"),
        ("30.06.2020", "2020-06-30"),
        ("20200630", "2020-06-30"),
        ("Umsetzungsplan_SMI_2020-06-30.xlsx", "2020-06-30"),
        ("20200630_Umsetzungsplan_SMI.xlsx", "2020-06-30"),
        ("Massnahmen_Stand_2020-06.ods", "2020-06-30"),
        ("Massnahmen Stand Juni_2020.csv", "2020-06-30"),
        # not a Stand, or not one
        ("Ziele bis 31.12.2022", None),
        ("Kabinettsbeschluss vom 19.03.2019", None),
        ("gültig ab 01.01.2020", None),
        ("Stand 2020", None),
        ("Stand: 31.06.2020", None),
        ("Stand: 30.06.2020, Stand: 31.12.2020", None),
        ("30.06.2020 31.12.2020", None),
        ("Umsetzungsstand", None),
        ("Ist-Stand 2019", None),
        ("Standort 01.02.2020 bis 03.02.2020", None),
        ("", None),
        ("99012001000000", None),
    ],
)
def test_the_stand_of_a_file_is_found_in_titles_and_names(text: str, stand: str | None) -> None:
    found = read_stand(text)
    assert (None if found is None else str(found)) == stand


@given(st.text())
def test_looking_for_a_stand_never_raises(text: str) -> None:
    read_stand(text)
    read_stand(f"Stand: {text}")
