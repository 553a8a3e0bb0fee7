"""A Kleine Anfrage: which items are asked for and by which rule, in a form by which the same question is known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from masterplan.domain.filters import Filters, asked_figure, narrowed
from masterplan.domain.plan import Kind
from masterplan.domain.progress import figures
from masterplan.domain.search import search
from masterplan.domain.view import PlanView

FIGURES: Mapping[Kind, tuple[str, ...]] = {
    Kind.MEASURE: ("measures.total", "measures.completed", "measures.in_progress", "measures.not_started",
                   "measures.overdue", "measures.suspended"),
    Kind.MILESTONE: ("milestones.total", "milestones.achieved", "milestones.overdue", "milestones.slipped"),
    Kind.SERVICE: ("services.total", "services.online"),
    Kind.GOAL: ("goals.total", "goals.reached"),
}  # fmt: skip
"""By kind of item the key figures that an answer gives, in this order; only these kinds can be asked for."""


@dataclass(frozen=True)
class Inquiry:
    """What is asked, apart from the day: the kind of items, those that pass the filters, and the counting rule."""

    kind: Kind
    rule: str
    filters: Filters = field(default_factory=Filters)

    def canonical(self) -> dict[str, object]:
        """The question as plain values; two questions that ask the same have equal ones.

        The order in which filters were chosen does not matter, nor do case and blanks of the searched words. The rule
        belongs to it only where services are counted.
        """
        return {
            "kind": str(self.kind),
            "rule": self.rule if self.kind == Kind.SERVICE else None,
            "ministries": sorted(set(self.filters.ministries)),
            "themes": sorted(set(self.filters.themes)) if self.kind == Kind.SERVICE else [],
            "statuses": [] if self.kind in (Kind.SERVICE, Kind.GOAL) else sorted(set(self.filters.statuses)),
            "words": " ".join(self.filters.words.casefold().split()),
            "figure": self.filters.figure,
        }


def asked_for(view: PlanView, inquiry: Inquiry) -> PlanView:
    """The plan with only the items that the question is about."""
    filters = inquiry.filters
    found: set[str] | None = None
    if filters.words:
        found = set(search(view, filters.words))
    if filters.figure:
        figure = asked_figure(figures(view), filters.figure)
        named = set(figure.keys) if figure else set()
        found = named if found is None else found & named
    return narrowed(view, filters, found)


def answered_by(inquiry: Inquiry) -> Sequence[str]:
    """The names of the key figures that answer it (`filters.name_of`)."""
    return [f"{name}:{inquiry.rule}" if name == "services.online" else name for name in FIGURES[inquiry.kind]]

