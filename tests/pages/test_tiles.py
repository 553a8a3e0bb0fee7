import re
from typing import Any

from streamlit.testing.v1 import AppTest

from masterplan.pages.parts.tiles import Tile
from tests.pages.offering import counts, html


def _row(shown: "list[Any]") -> None:  # runs alone: names are not known there
    from masterplan.pages.parts import tiles

    tiles.row(shown)


def _shown(*shown: Tile) -> AppTest:
    run = AppTest.from_function(_row, args=(list(shown),)).run()
    assert not run.exception
    return run


def test_a_row_of_tiles_is_one_element() -> None:
    run = _shown(Tile("Online", "35 %", "117 von 331", "Nach Reifegrad."), Tile("Offen", "12", "Einträge", "Alle."))
    assert counts(run) == {"Online": "35 %", "Offen": "12"}
    assert len(run.get("html")) == 1
    assert 'aria-label="Erläuterung zu Online: Nach Reifegrad."' in html(run)


def test_no_text_of_a_tile_becomes_markup() -> None:
    run = _shown(Tile('<b>"Titel"</b>', "<i>", "<u>", '"><script>alert(1)</script>'))
    said = html(run)
    assert not re.findall(r"<(b|i|u|script)\b", said)
    assert said.count('aria-label="Erläuterung zu &lt;b&gt;&quot;Titel&quot;&lt;/b&gt;: &quot;&gt;&lt;script') == 1
