"""python -m masterplan.publishing.apart_child TASK: what is told on standard input as JSON is done, and answered."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from masterplan.briefings.content_json import canonical, from_plain
from masterplan.briefings.template_files import TemplateUnfit
from masterplan.publishing import apart, briefings, formats
from masterplan.store.engine import database_as_it_is

GENTLE = 5
"""Those who wait for a page go first."""


def content(told: Mapping[str, Any]) -> bytes:
    """The content of an order, or of a one-page sheet, as canonical JSON."""
    order = briefings.order_for(
        date.fromisoformat(told["stichtag"]), datetime.fromisoformat(told["known_by"]), told["question"]
    )
    database = database_as_it_is(told["database"])
    how = {"software": told["software"], "draft": told["draft"]}
    if told["about"]:
        return canonical(briefings.one_page(database, order, told["about"], **how)).encode()
    return canonical(briefings.content(database, order, **how)).encode()


def render(told: Mapping[str, Any]) -> bytes:
    """A file."""
    return formats.render(from_plain(told["content"]), told["format"])


TASKS: Mapping[str, Callable[[Mapping[str, Any]], bytes]] = {"content": content, "render": render}


def main() -> int:
    """Answers one task."""
    os.nice(GENTLE)
    try:
        answer, status = TASKS[sys.argv[1]](json.load(sys.stdin.buffer)), 0
    except TemplateUnfit as unfit:
        answer, status = str(unfit).encode(), apart.UNFIT
    sys.stdout.buffer.write(answer)
    return status


if __name__ == "__main__":
    sys.exit(main())
