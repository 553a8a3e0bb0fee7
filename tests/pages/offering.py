"""A page shown alone, with a built plan and all that pages are handed beside it."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from masterplan.actions.offered import Offered
from masterplan.domain.access import Actor, Role
from masterplan.domain.overview import path, services_online
from masterplan.domain.view import PlanView

CHANCELLERY = Actor("Staatskanzlei", Role.CHANCELLERY)
_scan = cache(manifest_scanner.scan_component_manifests)
pytest.MonkeyPatch().setattr(manifest_scanner, "scan_component_manifests", _scan)
"""Each AppTest would ask every installed package anew whether it brings components, for a tenth of a second."""


def offered(plan: PlanView, *stands: date, **more: Any) -> Offered:
    """What the start page hands over for a plan without filters; ``more`` replaces single fields."""
    fields: Mapping[str, Any] = {
        "database": None,
        "now": datetime(2022, 1, 1, tzinfo=UTC),
        "actor": CHANCELLERY,
        "revision": plan.revision,
        "stands": stands,
        "whole": plan,
        "key": (id(plan),),
        "plans": lambda: [plan],
        "services_path": lambda rule: path([services_online(plan, rule)]),
        "go_to": lambda _: None,
        "change": lambda _: None,
        **more,
    }
    return Offered(**fields)


def shown(page: Callable[..., None], plan: PlanView, *stands: date, **more: Any) -> AppTest:
    """A page after its first run. ``page`` is a function that imports the page and shows it, for it runs alone."""
    run = AppTest.from_function(page, args=(plan, offered(plan, *stands, **more)), default_timeout=30).run()
    assert not run.exception
    return run


def counts(run: AppTest) -> dict[str, str]:
    """The figures of a page by their names: those that stand alone, and those that lead to their items."""
    ways = [*(button.label for button in run.button), *(text.value for text in run.markdown)]
    led = [found for words in ways if (found := re.match(r"(.+) \*\*(\S+)\*\* :small\[", words))]
    tiles = re.findall(r"<li[^>]*>(?:<a [^>]*>)?<span>([^<]+)</span> .*?<strong>([^<]+)</strong> <small>", html(run))
    return dict(tiles) | {found[1]: found[2] for found in led}


def html(run: AppTest) -> str:
    """What a page says in HTML of its own: its lists of links."""
    return "".join(element.proto.body for element in run.get("html"))


def with_tables(run: AppTest, *charts: str) -> AppTest:
    """The page after somebody opened the tables behind some charts, named by their keys."""
    for chart in charts:
        run.session_state[f"{chart}_table"] = True
    run.run()
    assert not run.exception
    return run


def press(run: AppTest, words: str) -> AppTest:
    """The page after a click on the button with these words."""
    next(button for button in run.button if words in button.label).click().run()
    assert not run.exception
    return run


def fill(run: AppTest, field: str, value: Any) -> AppTest:
    """The page after an input whose key begins with a field's name was given a value."""
    inputs = [*run.text_input, *run.text_area, *run.selectbox, *run.multiselect, *run.date_input]
    next(one for one in inputs if str(one.key).startswith(f"{field}_")).set_value(value).run()
    assert not run.exception
    return run


def texts(run: AppTest) -> str:
    """All that a page says outside tables, as it is read."""
    parts = [*run.markdown, *run.caption, *run.success, *run.error, *run.warning, *run.info]
    return " ".join(str(one.value) for one in parts).replace("\\", "")
