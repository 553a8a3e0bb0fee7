"""Ways to other pages, which keep the Stichtag and the filters of the address."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd
import streamlit as st

from masterplan.actions.offered import Offered
from masterplan.domain.figure import Figure
from masterplan.pages.parts.frame import TILE_WIDTH, Ready, Row, count_note
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


def counts(key: str) -> Row:
    """A row for counts that are ways; page.css draws each of them as a tile."""
    return st.container(horizontal=True, key=f"ways_{key}")


def count(
    row: Row, offered: Offered, figure: Figure, note: str, more: Mapping[str, str | None], page: str | None = None
) -> None:
    """A count that leads to the items behind it, on this page or another one.

    ``more`` are parameters of the address (None: taken away).
    """
    label = f"{figure.title} **{number(figure.value)}** :small[{count_note(figure, note)}]"
    if page is None or page == offered.page:
        row.button(
            label, key=f"count_{figure.id}", type="tertiary", help=figure.definition, width=TILE_WIDTH,
            on_click=offered.change, args=(dict(more),),
        )  # fmt: skip
    elif page in offered.pages:
        asked = {name: value for name, value in more.items() if value is not None}
        row.page_link(
            offered.pages[page], label=label, help=figure.definition, width=TILE_WIDTH,
            query_params={**offered.address, **asked},
        )  # fmt: skip
    else:  # a page shown alone has nowhere to go
        row.markdown(label)


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
