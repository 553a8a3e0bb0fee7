"""Ways to other pages, which keep the Stichtag and the filters of the address."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Literal
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from masterplan.actions.offered import Offered
from masterplan.domain.figure import Figure
from masterplan.pages.parts import tiles
from masterplan.pages.parts.frame import Ready, Row
from masterplan.vocabulary import number

ITEM_PAGE = "eintrag"


def to(offered: Offered, page: str, label: str, more: Mapping[str, str] | None = None, place: str = "") -> None:
    """A link to the page with this address; ``more`` are parameters beside those that every link keeps.

    ``place`` tells equal links of one page apart.
    """
    known = offered.pages.get(page)
    if page == offered.page:  # a link to the page that is shown would not change the address
        key = "_".join(["to", place, label, *(more or {}).values()])
        st.button(label, key=key, type="tertiary", on_click=offered.change, args=(dict(more or {}),))
    elif known is not None:  # a page shown alone has nowhere to go
        st.page_link(known, label=label, query_params={**offered.address, **(more or {})})


def to_item(offered: Offered, key: str, label: str, place: str = "") -> None:
    """A link to everything known of one item."""
    to(offered, ITEM_PAGE, label, {"kennung": key}, place)


def open_item(offered: Offered, key: str) -> None:
    """Goes to the page of one item at once."""
    known = offered.pages.get(ITEM_PAGE)
    if known is not None:
        st.switch_page(known, query_params={**offered.address, "kennung": key})


def anchor(offered: Offered, page: str, more: Mapping[str, str], words: str, described_by: str = "") -> str:
    """A link for `written`, its words in HTML; only these where a page is shown alone and leads nowhere.

    ``described_by`` is the id of what explains it.
    """
    known = offered.pages.get(page)
    if known is None:
        return words
    onward = urlencode({**offered.address, **more})
    about = f' aria-describedby="{described_by}"' if described_by else ""
    return f'<a href="{escape(f"./{known.url_path}?{onward}")}"{about}>{words}</a>'


def written(ways: str) -> None:
    """Headings and lists of links as one element, for each element costs every run as much as a query."""
    st.html(f'<div class="ways">{ways}</div>')


def counts(key: str) -> Row:
    """A row for counts that are ways; page.css draws each of them as a tile."""
    return st.container(horizontal=True, key=f"ways_{key}")


def count(row: Row, offered: Offered, figure: Figure, note: str, more: Mapping[str, str | None]) -> None:
    """A count that leads to the items behind it on this page.

    ``more`` are parameters of the address (None: taken away).
    """
    row.button(
        f"{figure.title} **{number(figure.value)}** :small[{tiles.count_note(figure, note)}]", key=f"count_{figure.id}",
        type="tertiary", help=figure.definition, width=tiles.WIDTH, on_click=offered.change, args=(dict(more),),
    )  # fmt: skip


def counts_elsewhere(offered: Offered, counted: Sequence[tuple[Figure, str, str, Mapping[str, str]]]) -> None:
    """Counts that lead to the items behind them on another page: figure, note, page and parameters of each."""
    ways = []
    for position, (figure, note, page, more) in enumerate(counted):
        said = f"<strong>{number(figure.value)}</strong> <small>{escape(tiles.count_note(figure, note))}</small>"
        way = anchor(offered, page, more, f"<span>{escape(figure.title)}</span> {said}", f"count_{position}")
        told = f'<span class="told" id="count_{position}">{escape(figure.definition)}</span>'
        ways.append(f'<li style="width: {tiles.WIDTH}px">{way}{told}</li>')
    written(f'<ul class="counts">{"".join(ways)}</ul>')


def item_table(
    offered: Offered,
    table: pd.DataFrame | Ready,
    keys: Sequence[str],
    name: str,
    key: str,
    columns: Mapping[str, Any] | None = None,
    height: int | Literal["auto"] = "auto",
) -> None:
    """A long table with a row per item; choosing a row opens the item. ``keys`` go with the rows; height in pixels."""
    chosen = st.dataframe(
        table, hide_index=True, key=key, on_select="rerun", selection_mode="single-row", alt=name,
        column_config=dict(columns or {}), placeholder="–", height=height,
    )  # fmt: skip
    rows = chosen["selection"]["rows"]
    if rows:
        open_item(offered, keys[rows[0]])
