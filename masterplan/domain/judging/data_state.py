"""How far the data can be trusted: contradictions, gaps, open references, stale reports, editions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from masterplan.domain.counting import YES
from masterplan.domain.figure import REPORTED
from masterplan.domain.judging.data_quality import CRITERIA, data_quality
from masterplan.domain.plan import Kind
from masterplan.domain.settings import DEFAULTS, Settings
from masterplan.domain.staleness import reporting
from masterplan.domain.states import in_plan
from masterplan.domain.traffic_light import computed_lights, contradicts
from masterplan.domain.view import PlanView


@dataclass(frozen=True)
class Delivered:
    """One file, part and Ressort as it came in. ``problems`` are as the command line prints them.

    They quote cells: for whom the original is not, there are none (``is_open`` False).
    """

    revision: int
    file: str
    sha256: str
    part: str
    ministry: str | None
    stand: date
    problems: tuple[dict[str, Any], ...]
    tombstone: str | None
    is_open: bool = True


def contradictions(view: PlanView) -> pd.DataFrame:
    """Items whose reported and computed light differ: ``number``, ``title``, ``ministry_at``, both lights, the rule."""
    found = []
    for kind in REPORTED:
        items = view.table(kind)
        lights = computed_lights(items, view)
        differ = contradicts(lights, items["reported_light"]).eq(YES)
        computed = lights[["light", "rule", "reason"]].rename(columns={"light": "computed_light"})
        found.append(items[["number", "title", "ministry_at", "reported_light"]].join(computed)[differ])
    return pd.concat(found)


def stale_reports(view: PlanView, settings: Settings = DEFAULTS) -> pd.DataFrame:
    """Items without a new report for too long, the oldest first: ``number``, ``title``, ``ministry_at``, ``last_on``,
    ``age_days``."""
    found = []
    for kind in REPORTED:
        items = view.table(kind)
        reports = reporting(items, view, settings)
        late = items[["number", "title", "ministry_at"]].join(reports[["last_on", "age_days"]])
        found.append(late[reports["stale"].eq(YES)])
    return pd.concat(found).sort_values("age_days", ascending=False, kind="stable")


def gaps(view: PlanView, settings: Settings = DEFAULTS) -> pd.DataFrame:
    """One row per published criterion: ``sentence``, to how many items it applies (``possible``), at how many it is not
    met (``missing``) and the ``share`` met."""
    applies = dict.fromkeys((one.missing for one in CRITERIA), 0)
    lacking = dict(applies)
    for kind in REPORTED:
        met = _by_criterion(view, kind, settings)
        for words, (possible, missing) in met.items():
            applies[words] += possible
            lacking[words] += missing
    table = pd.DataFrame(
        {
            "sentence": [settings.fill(one.sentence) for one in CRITERIA],
            "possible": [applies[one.missing] for one in CRITERIA],
            "missing": [lacking[one.missing] for one in CRITERIA],
        }
    )
    met_share = 1 - table["missing"] / table["possible"].where(table["possible"].gt(0))
    return table.assign(share=met_share)


def _by_criterion(view: PlanView, kind: Kind, settings: Settings) -> dict[str, tuple[int, int]]:
    items = view.table(kind)
    found = {}
    for one in CRITERIA:
        met = one.met(items, view, kind, settings).astype("boolean")
        found[one.missing] = (int(met.notna().sum()), int(met.eq(False).sum()))
    return found


def incomplete(view: PlanView, settings: Settings = DEFAULTS) -> pd.DataFrame:
    """Items that lack something, those that lack most first: ``number``, ``title``, ``ministry_at``, ``share``,
    ``missing`` (a list in German)."""
    found = []
    for kind in REPORTED:
        items = view.table(kind)
        points = data_quality(view, kind, settings)
        listed = items[["number", "title", "ministry_at"]].join(points[["share", "missing"]])
        found.append(listed[points["points"].lt(points["possible"]) & in_plan(items, view).eq(YES)])
    return pd.concat(found).sort_values("share", kind="stable")


def open_references(view: PlanView) -> pd.DataFrame:
    """References that lead nowhere: ``from_key``, ``title`` of the item that names it, ``field``, ``reference``."""
    titles = pd.concat([view.goals["title"], view.milestones["title"], view.measures["title"]])
    lost = view.links[view.links["to_key"].isna() & view.links["from_key"].isin(titles.index)]
    return lost.assign(title=titles.reindex(lost["from_key"]).to_numpy())[["from_key", "title", "field", "reference"]]


def editions(view: PlanView) -> pd.DataFrame:
    """One row per Stand, newest first: ``stand``, ``files``, ``rows``, ``warnings``, ``parts`` (a set)."""
    groups = view.sources.groupby("stand", sort=True)
    table = groups.agg(
        files=("sha256", "nunique"), rows=("rows", "sum"), warnings=("warnings", "sum"), parts=("part", frozenset)
    ).reset_index()
    return table.sort_values("stand", ascending=False, kind="stable").reset_index(drop=True)
