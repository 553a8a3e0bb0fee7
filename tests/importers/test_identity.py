"""Which row is which item, as the public contract tells it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.identity import Label, match

E_AKTE = "Einführung der elektronischen Akte"
E_AKTE_REWORDED = "Einführung der elektronischen Akten"
AMT24 = "Ausbau von Amt24"
OPEN_DATA = "Offene Daten im Portal"


@pytest.mark.parametrize(
    ("rows", "items", "settled", "doubts"),
    [
        pytest.param([], [], [], [], id="nothing"),
        pytest.param([("1", AMT24)], [], [None], [], id="new"),
        pytest.param([("1", AMT24)], [("1", AMT24)], [0], [], id="same number and title"),
        pytest.param([("1", E_AKTE_REWORDED)], [("1", E_AKTE)], [0], [], id="same number, title reworded"),
        pytest.param([("7", AMT24)], [("1", AMT24)], [0], [], id="number moved"),
        pytest.param([("7", "AUSBAU  von AMT24")], [("1", AMT24)], [0], [], id="case and blanks do not matter"),
        pytest.param([("1", AMT24), ("2", E_AKTE)], [("1", E_AKTE), ("2", AMT24)], [1, 0], [], id="numbers swapped"),
        pytest.param([("1", OPEN_DATA)], [("1", AMT24)], [None], [(0, 0)], id="same number, other title: doubtful"),
        pytest.param([("9", E_AKTE_REWORDED)], [("1", E_AKTE)], [None], [(0, 0)], id="similar title, other number"),
        pytest.param([("2", OPEN_DATA)], [("1", AMT24)], [None], [], id="nothing in common: new"),
        pytest.param(
            [("1", AMT24), ("2", AMT24)], [("8", AMT24)], [None, None], [(0, 0)], id="title twice in the file: doubtful"
        ),
        pytest.param([("1", AMT24)], [("8", AMT24), ("9", AMT24)], [None], [(0, 0)], id="title twice in the plan"),
        pytest.param(
            [("5", "WLAN.Sachsen im Freistaat (II)"), ("6", "WLAN.Sachsen im Freistaat (III)")],
            [("5", "WLAN.Sachsen im Freistaat (I)"), ("6", "WLAN.Sachsen im Freistaat (II)")],
            [1, None],
            [(1, 0)],
            id="numbers shifted under titles that look alike",
        ),
        pytest.param(
            [("2", E_AKTE_REWORDED), ("2", E_AKTE_REWORDED)],
            [(None, E_AKTE_REWORDED), ("2", E_AKTE)],
            [None, None],
            [(0, 1), (1, 0)],
            id="number and title twice: each is asked for another item",
        ),
        pytest.param([(None, AMT24)], [(None, AMT24)], [0], [], id="without numbers"),
        pytest.param([("1", None)], [("1", None)], [0], [], id="same number, both without title"),
    ],
)
def test_rows_are_matched_by_number_and_title(
    rows: list[tuple[str | None, str | None]],
    items: list[tuple[str | None, str | None]],
    settled: list[int | None],
    doubts: list[tuple[int, int]],
) -> None:
    found = match([Label(*row) for row in rows], [Label(*item) for item in items])
    assert found.items == settled
    assert [(doubt.row, doubt.item) for doubt in found.doubts] == doubts


def test_key_in_the_file_decides_before_number_and_title() -> None:
    items = [Label("1", AMT24, "measure/1"), Label("2", E_AKTE, "measure/2")]
    found = match([Label("1", AMT24, "measure/2")], items)
    assert found.items == [1]


numbers = st.sampled_from([None, "1", "2", "3"])
titles = st.sampled_from([None, AMT24, E_AKTE, E_AKTE_REWORDED, OPEN_DATA])
labels = st.lists(st.builds(Label, numbers, titles), max_size=6)


@given(labels, labels)
def test_no_item_is_matched_or_doubted_twice(rows: list[Label], items: list[Label]) -> None:
    found = match(rows, items)
    settled = [item for item in found.items if item is not None]
    doubted = [doubt.item for doubt in found.doubts]
    assert len(set(settled + doubted)) == len(settled) + len(doubted)
    assert all(found.items[doubt.row] is None for doubt in found.doubts)


@given(st.lists(st.sampled_from([AMT24, E_AKTE, OPEN_DATA, "Schulung"]), unique=True))
def test_file_that_equals_the_plan_matches_row_by_row(names: list[str]) -> None:
    listed = [Label(str(number), name) for number, name in enumerate(names)]
    assert match(listed, listed).items == list(range(len(names)))
