"""What the published rules say of one item: the computed light beside the reported one, findings, completeness."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import pandas as pd

from masterplan.domain.counting import RULES, UNKNOWN, YES, Rule
from masterplan.domain.courses import DayState
from masterplan.domain.figure import REPORTED
from masterplan.domain.filters import Filters, narrowed
from masterplan.domain.judging.data_quality import data_quality
from masterplan.domain.judging.findings import Finding, findings
from masterplan.domain.plan import Kind
from masterplan.domain.settings import DEFAULTS, Settings
from masterplan.domain.slip import slip_where_due
from masterplan.domain.staleness import reporting
from masterplan.domain.traffic_light import computed_lights, contradicts
from masterplan.domain.view import PlanView

JUDGED = (*REPORTED, Kind.GOAL)


@dataclass(frozen=True)
class Lights:
    """``computed`` None: dropped items have no light. ``contradicts`` None: it cannot be said."""

    reported: str | None
    computed: str | None
    rule: str
    reason: str
    contradicts: bool | None


@dataclass(frozen=True)
class Quality:
    """Points for completeness of the report, out of those possible, and what is missing in German."""

    points: int
    possible: int
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Judgement:
    """``lights`` and ``quality`` are None for kinds that bear none; ``slip_days`` None: a date is missing,
    or nothing can slip.

    ``findings`` are about the item, ``named_in`` are about others and name it. ``age_days`` is how old the latest
    statement is at the Stichtag (None: this kind is not reported on), ``is_stale`` whether that is too old.
    """

    lights: Lights | None
    quality: Quality | None
    findings: tuple[Finding, ...]
    named_in: tuple[Finding, ...]
    slip_days: int | None
    age_days: int | None
    is_stale: bool

    def as_json(self) -> dict[str, object]:
        """What the command line answers of an item beside its fields."""
        return {
            "lights": None if self.lights is None else asdict(self.lights),
            "findings": [_told(finding) for finding in self.findings],
            "named_in": [_told(finding) for finding in self.named_in],
            "slip_days": self.slip_days,
            "age_days": self.age_days,
            "stale": self.is_stale,
            "data_quality": None if self.quality is None else asdict(self.quality),
        }


def _told(finding: Finding) -> dict[str, object]:
    return {
        "number": finding.number, "tone": str(finding.tone), "reason": finding.reason, "items": list(finding.keys),
    }  # fmt: skip


def judgement(
    view: PlanView, key: str, kind: Kind, course: Sequence[DayState], settings: Settings = DEFAULTS
) -> Judgement | None:
    """What the rules say at the view's Stichtag; None where the plan does not list the item then.

    ``course`` is the item's own, by which the findings over several reports are judged.
    """
    items = view.table(kind)
    if key not in items.index:
        return None
    item = items.loc[[key]]
    is_reported = kind in REPORTED
    found = findings(view, {key: course}, settings) if kind in JUDGED else []
    slip = slip_where_due(item, view).iloc[0] if is_reported else float("nan")
    reports = reporting(item, view, settings).iloc[0] if is_reported else None
    return Judgement(
        lights=_lights(item, view, settings) if is_reported else None,
        quality=_quality(view, key, kind, settings) if is_reported else None,
        findings=tuple(one for one in found if one.keys[0] == key and one.number != "P8"),
        named_in=tuple(one for one in found if key in one.keys and (one.keys[0] != key or one.number == "P8")),
        slip_days=None if pd.isna(slip) else int(slip),
        age_days=None if reports is None else int(reports["age_days"]),
        is_stale=reports is not None and bool(reports["stale"] == YES),
    )


def _lights(item: pd.DataFrame, view: PlanView, settings: Settings) -> Lights:
    computed = computed_lights(item, view, settings)
    differs = contradicts(computed, item["reported_light"]).iloc[0]
    first = computed.iloc[0]
    return Lights(
        reported=item["reported_light"].iloc[0],
        computed=first["light"],
        rule=str(first["rule"]),
        reason=str(first["reason"]),
        contradicts=None if differs == UNKNOWN else bool(differs == YES),
    )


def _quality(view: PlanView, key: str, kind: Kind, settings: Settings) -> Quality:
    points = data_quality(narrowed(view, Filters(), {key}), kind, settings)
    given, possible, missing = (points[name].tolist()[0] for name in ("points", "possible", "missing"))
    return Quality(given, possible, tuple(missing))


def online_by_rule(view: PlanView, key: str, kind: Kind) -> list[tuple[Rule, bool | None]]:
    """For a service or LeiKa service whether it is online, by each counting rule of its kind; None: not known."""
    rules = [rule for rule in RULES.values() if rule.kind == kind]
    items = view.table(kind)
    if not rules or key not in items.index:
        return []
    states = [rule.states(view)[key] for rule in rules]
    return [(rule, None if state == UNKNOWN else bool(state == YES)) for rule, state in zip(rules, states, strict=True)]
