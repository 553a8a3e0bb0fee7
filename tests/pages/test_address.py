from datetime import UTC, date, datetime

import pytest

from masterplan.domain.filters import Filters
from masterplan.pages.address import asked, kept


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2021-07-05T12:00:00+00:00", datetime(2021, 7, 5, 12, tzinfo=UTC)),
        ("2021-07-05T12:00:00 02:00", datetime(2021, 7, 5, 10, tzinfo=UTC)),  # a plus sign that became a blank
        ("2021-07-05", datetime(2021, 7, 5, 21, 59, 59, 999999, tzinfo=UTC)),
        ("2021-01-05", datetime(2021, 1, 5, 22, 59, 59, 999999, tzinfo=UTC)),
        ("2021-03-28", datetime(2021, 3, 28, 21, 59, 59, 999999, tzinfo=UTC)),  # the day summer time begins
        ("2021-07-05T12:00:00", datetime(2021, 7, 5, 10, tzinfo=UTC)),
    ],
)
def test_known_by_is_a_time_or_the_end_of_a_day_in_berlin(text: str, expected: datetime) -> None:
    assert asked({"known_by": text}).known_by == expected


def test_what_cannot_be_read_is_said_and_left_out() -> None:
    found = asked({"stichtag": "31.12.2021", "known_by": "gestern"})
    assert (found.stichtag, found.known_by) == (None, None)
    assert [sentence.split("„")[1].split("“")[0] for sentence in found.refused] == ["31.12.2021", "gestern"]


def test_a_stichtag_is_an_iso_day() -> None:
    assert asked({"stichtag": "2021-12-31"}).stichtag == date(2021, 12, 31)
    assert asked({}).stichtag is None


def test_a_link_hands_on_stichtag_and_filters_but_not_the_item() -> None:
    address = {"stichtag": "2021-12-31", "kennung": "measure/1", "ressort": "SMI", "auswahl": "measures.overdue"}
    assert kept(address) == {"stichtag": "2021-12-31", "ressort": "SMI"}


def test_filters_take_several_values_apart() -> None:
    filters = asked({"ressort": "SMI|SK|SMI", "status": "delayed", "thema": "", "q": " Amt24 "}).filters
    assert filters == Filters(ministries=("SMI", "SK"), statuses=("delayed",), words="Amt24")
    assert asked({}).filters.empty
