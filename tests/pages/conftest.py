"""Nothing that a page keeps outlives its test."""

from collections.abc import Iterator

import pytest
import streamlit as st

from masterplan.pages.parts import kept


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    kept.forget_all()
    st.cache_resource.clear()
