"""python -m masterplan.publishing.apart_child TASK: what is told on standard input as JSON is done, and answered."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from masterplan.briefings.content_json import canonical, from_plain
from masterplan.briefings.template_files import TemplateUnfit
from masterplan.domain.access import Actor, Role
from masterplan.domain.cabinet.inquiry import Inquiry
from masterplan.domain.filters import Filters
from masterplan.domain.plan import Kind
from masterplan.publishing import answers, apart, briefings, formats
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


def answer(told: Mapping[str, Any]) -> bytes:
    """The answer to a Kleine Anfrage, as canonical JSON."""
    by = Actor(**{**told["by"], "role": Role(told["by"]["role"])})
    given: Mapping[str, Any] = told["filters"]
    ministries, themes, statuses = (tuple(given[name]) for name in ("ministries", "themes", "statuses"))
    filters = Filters(ministries, themes, statuses, given["words"], given["figure"])
    prepared = answers.prepare(
        database_as_it_is(told["database"]), Inquiry(Kind(told["kind"]), told["rule"], filters),
        date.fromisoformat(told["stichtag"]), datetime.fromisoformat(told["known_by"]), by=by,
        reference=told["reference"], software=told["software"],
    )  # fmt: skip
    return canonical(prepared.content).encode()


def render(told: Mapping[str, Any]) -> bytes:
    """A file."""
    return formats.render(from_plain(told["content"]), told["format"])


TASKS: Mapping[str, Callable[[Mapping[str, Any]], bytes]] = {
    "content": content, "answer": answer, "render": render,
}  # fmt: skip


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
