"""How the data stand at a Stichtag, counted: what came in, contradicts itself, is missing, old or leads nowhere."""

from dataclasses import dataclass
from datetime import date

from masterplan.domain.judging import data_state
from masterplan.domain.view import PlanView


@dataclass(frozen=True)
class Gap:
    """A published criterion of complete reports: to how many items it applies, and how many do not meet it."""

    sentence: str
    possible: int
    missing: int


@dataclass(frozen=True)
class DataHealth:
    """Counts at a Stichtag; ``parts`` gives for each part of the plan the latest Stand that came in."""

    files: int
    warnings: int
    parts: dict[str, date]
    contradictions: int
    open_references: int
    stale: int
    gaps: tuple[Gap, ...]


def data_health(view: PlanView) -> DataHealth:
    """The counts of Datenlage, for those who keep the database."""
    latest = view.sources.groupby("part")["stand"].max()
    gaps = data_state.gaps(view)[["sentence", "possible", "missing"]]
    return DataHealth(
        files=len(view.sources),
        warnings=int(view.sources["warnings"].sum()),
        parts={str(part): stand.date() for part, stand in latest.items()},
        contradictions=len(data_state.contradictions(view)),
        open_references=len(data_state.open_references(view)),
        stale=len(data_state.stale_reports(view)),
        gaps=tuple(Gap(*row) for row in gaps.itertuples(index=False, name=None)),
    )
