"""All that a briefing is made from, gathered before the first word is written: values only, no store and no clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from masterplan.domain.as_of import Folded
from masterplan.domain.comparing.between import Between
from masterplan.domain.courses import Courses
from masterplan.domain.judging.data_state import Delivered
from masterplan.domain.origins import Entry
from masterplan.domain.overview import Point
from masterplan.domain.reporting.rounds import Contested
from masterplan.domain.view import PlanView


@dataclass(frozen=True)
class Erratum:
    """One correction of an earlier briefing: what it said of a figure or item, and what is right."""

    number: int
    briefing: str
    subject: str
    old: str
    new: str
    reason: str | None = None


@dataclass(frozen=True)
class Material:
    """What a briefing rests on.

    ``view`` is the plan for the briefing's audience, ``between`` what differs from the earlier cabinet (None: this is
    the first briefing) and ``earlier`` the plan of that one with the origins of what is compared. ``released`` is, for
    a draft, the material of the briefing of released values at the same cut. ``folded`` are the items with the
    statement each field comes from, ``entries`` those statements and the ones that moved a date; of coverage, of which
    there is very much, ``coverage_files`` has per file how many entries it holds and one of them. ``points`` are the
    shares online on the days that editions speak of, the last one at the Stichtag. ``contested`` are the values on
    which body and Staatskanzlei did not agree in a reporting round for the Stichtag, the reported ones as the audience
    sees them.
    """

    view: PlanView
    between: Between | None
    courses: Courses
    folded: Mapping[str, Folded]
    entries: Mapping[int, Entry]
    link: str
    software: str
    rule: str
    points: Sequence[Point] = ()
    delivered: Sequence[Delivered] = ()
    errata: Sequence[Erratum] = ()
    contested: Sequence[Contested] = ()
    coverage_files: Sequence[tuple[int, Entry]] = ()
    earlier: Material | None = None
    released: Material | None = None
