"""Possible courses of what is still open, drawn from the plan's own past: its pace, its slips, its stalls."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from masterplan.domain.outlook.history import NEVER, History, Months

HORIZON = 240
"""Months looked ahead; what is not done by then counts as not in sight."""

EDGES = (-6, -1, 2, 9)
"""Months after the first planned date that part: long before, soon due, around the date, late, very late."""

UNDATED = len(EDGES) + 1
BUCKETS = len(EDGES) + 2

ALIKE = np.zeros((BUCKETS, BUCKETS))
"""Which phases (rows) make up the pace that a phase (column) is mixed with: before the date, from the date on, all."""
ALIKE[:2, :2] = ALIKE[2:UNDATED, 2:UNDATED] = ALIKE[:, UNDATED] = 1.0

PRIOR_COMPLETIONS = 1.0
"""The pace of a phase is mixed with that of the phases alike as if that rested on one completion more."""

PRIOR_OF_CLASS = 6.0
"""The pace of a Ressort is mixed with that of the whole plan as if that rested on six completions more."""

HALF_LIFE = 24
"""After so many months what happened counts half: delays add up, so what is near tells more of what comes."""

PERIOD = 3
BLOCK = 2
"""Fast and slow times are drawn as pairs of neighbouring quarters, so that a stall stays a stall."""

DRIFT = 0.2
"""The lasting pace to come differs from that of the past by about 20 % up or down, as priorities, money and people
change. One plan's past cannot tell this, so it is set: chosen from 0, 0.1, 0.15, 0.2 and 0.25 by how many of 800
invented histories (``tests/domain/histories.py``) the range of 80 % holds: 76, 76, 78, 79 and 82 %. The test tries it
on other histories, which had no part in the choice."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Draws:
    """Per draw (row) and open item (column) the months from now until it is done or has left (`NEVER`: neither)."""

    done: Months
    left: Months

    def done_within(self, months: int) -> Months:
        """Per draw, how many are done within so many months."""
        return np.asarray(((self.done <= months) & (self.done <= self.left)).sum(axis=1), dtype=np.int64)

    def reached(self, share: float, already: int) -> Months:
        """Per draw, after how many months this share of all that has not left is done (`NEVER`: not in sight).

        ``already``: how many items outside the draws are done.
        """
        finished = np.where(self.done <= self.left, self.done, NEVER)
        gone = np.where(self.left < self.done, self.left, NEVER)
        done = already + _running_count(finished)
        scope = already + self.done.shape[1] - _running_count(gone)
        enough = done >= np.ceil(share * scope - 1e-9)
        return np.where(enough.any(axis=1), enough.argmax(axis=1), NEVER).astype(np.int64)


def _running_count(months: Months) -> Months:
    """Per draw, how many have happened by each month from 0 to the horizon."""
    width = HORIZON + 2  # the last place takes what never happens
    places = np.minimum(months, HORIZON + 1) + np.arange(len(months))[:, None] * width
    counts = np.bincount(places.ravel(), minlength=len(months) * width).reshape(-1, width)
    return np.asarray(counts[:, :-1].cumsum(axis=1), dtype=np.int64)


@dataclass(frozen=True)
class Past:
    """Per item (row) and phase (column) the months at risk and the completions; per month of the plan the same sums."""

    at_risk: Floats
    completed: Floats
    left: Floats
    first: int
    phases: Months  # item × month: the phase an item was in, -1: not at risk
    months_done: Months  # item: column of the month of its completion, -1: none


def draw(history: History, seed: int, count: int) -> Draws:
    """``count`` possible futures of the open items; the same seed gives the same draws.

    Each draw weighs the items of the past anew (Bayesian bootstrap), takes from them how often an item is completed in
    each phase of its lateness, mixes the pace of each Ressort with that of the whole where it has few completions, and
    strings together fast and slow times of the past in blocks.
    """
    random = np.random.default_rng(seed)
    past = observe(history)
    weights = random.exponential(size=(count, len(history.keys)))
    weights /= weights.mean(axis=1, keepdims=True)
    rates, drop_rate = _rates(past, weights)
    of_class = _class_factors(history, past, weights, rates)
    pace = _pace(history, past, random, count)
    open_ = history.is_open
    need = random.exponential(size=(count, int(open_.sum()))) / of_class[:, history.groups[open_]]
    leaves = np.ceil(random.exponential(size=need.shape) / drop_rate[:, None])
    done = _completion_months(history.due[open_] - history.now, need, rates, pace)
    return Draws(done, np.where(leaves <= HORIZON, leaves, NEVER).astype(np.int64))


def observe(history: History) -> Past:
    """How long each item was at risk of being completed in each phase, and whether it was."""
    first, last = int(history.entered.min()) + 1, history.now
    months = np.arange(first, max(last, first - 1) + 1)
    until = np.minimum(np.minimum(history.done, history.left), history.seen)
    inside = (months > history.entered[:, None]) & (months <= until[:, None])
    lateness = months - history.due[:, None]
    phases = np.where(history.due[:, None] == NEVER, UNDATED, np.searchsorted(EDGES, lateness, side="right"))
    phases = np.where(inside, phases, -1)
    worth = 0.5 ** ((last - months) / HALF_LIFE)
    at_risk = np.stack([(phases == phase) @ worth for phase in range(BUCKETS)], axis=1)
    is_counted = (history.done > history.entered) & (history.done <= history.seen)
    months_done = np.where(is_counted, history.done - first, -1)
    completed = np.zeros((len(history.keys), BUCKETS))
    rows = np.flatnonzero(is_counted)
    completed[rows, phases[rows, months_done[rows]]] = worth[months_done[rows]]
    left = ((history.left != NEVER) & (history.left > history.entered)).astype(np.float64)
    return Past(at_risk, completed, left, first, phases, months_done)


def _rates(past: Past, weights: Floats) -> tuple[Floats, Floats]:
    """Per draw: completions per month in each phase, and drops per month."""
    completed, at_risk = weights @ past.completed, weights @ past.at_risk
    similar = ((completed @ ALIKE) + 0.5) / ((at_risk @ ALIKE) + 1.0)
    rates = (completed + PRIOR_COMPLETIONS) / (at_risk + PRIOR_COMPLETIONS / similar)
    return rates, (weights @ past.left + 0.1) / (at_risk.sum(axis=1) + 1.0)


def _class_factors(history: History, past: Past, weights: Floats, rates: Floats) -> Floats:
    """Per draw and class, how much faster than the whole it is."""
    of_group = (history.groups[:, None] == np.arange(len(history.group_names))).astype(np.float64)
    at_risk = (past.at_risk[:, :, None] * of_group[:, None, :]).reshape(len(of_group), -1)
    in_phases = (weights @ at_risk).reshape(len(weights), BUCKETS, -1)
    expected = (in_phases * rates[:, :, None]).sum(axis=1)
    happened = (weights * past.completed.sum(axis=1)) @ of_group
    return np.asarray((happened + PRIOR_OF_CLASS) / (expected + PRIOR_OF_CLASS))


def steady(history: History, past: Past) -> tuple[Floats, Floats]:
    """The rate of each phase, and how much faster than the whole each reference class is (1: as the whole).

    All items weigh the same.
    """
    everyone = np.ones((1, len(history.keys)))
    rates, _ = _rates(past, everyone)
    return rates[0], _class_factors(history, past, everyone, rates)[0]


def _pace(history: History, past: Past, random: np.random.Generator, count: int) -> Floats:
    """Per draw and future month, the sum of the pace up to that month (1 a month: as on average)."""
    factors = _quarters(history, past)
    blocks = -(-(HORIZON // PERIOD) // BLOCK)
    pools = random.integers(len(factors), size=(count, len(factors)))
    starts = np.take_along_axis(pools, random.integers(len(factors), size=(count, blocks)), axis=1)
    quarters = factors[(starts[:, :, None] + np.arange(BLOCK)) % len(factors)].reshape(count, -1)
    months = np.repeat(quarters, PERIOD, axis=1)[:, :HORIZON]
    months *= np.exp(random.normal(0.0, DRIFT, size=(count, 1)))
    return np.concatenate([np.zeros((count, 1)), months.cumsum(axis=1)], axis=1)


def _quarters(history: History, past: Past) -> Floats:
    """How fast the plan was in each past quarter, against what the phases of its items let expect.

    What chance alone would make of a steady pace is taken out: the spread kept is that beyond Poisson's.
    """
    rates, factors = steady(history, past)
    by_month = np.where(past.phases >= 0, rates[past.phases] * factors[history.groups, None], 0.0).sum(axis=0)
    done = np.bincount(past.months_done[past.months_done >= 0], minlength=len(by_month)).astype(np.float64)
    quarter = np.arange(len(by_month))[::-1] // PERIOD
    expected, happened = np.bincount(quarter, by_month), np.bincount(quarter, done)
    told = expected > 0.05
    if told.sum() < BLOCK:
        return np.ones(1)
    expected, happened = expected[told], happened[told]
    excess = ((happened - expected) ** 2 - expected).sum() / (expected**2).sum()
    spread = max(0.0, float(excess))
    kept = np.sqrt(spread / (spread + 1 / expected))
    return np.asarray(np.maximum(0.0, 1 + kept * (happened / expected - 1))[::-1])


def _completion_months(due: Months, need: Floats, rates: Floats, pace: Floats) -> Months:
    """Per draw and item the first month in which its summed rate reaches what it needs.

    An item passes through its phases one after the other; where a phase ends follows from its date.
    """
    days, place = np.unique(due, return_inverse=True)
    at_bounds = pace[:, _bounds(days)]
    spans = np.diff(at_bounds, axis=2) * rates[:, None, :]
    reached = np.concatenate([np.zeros((*spans.shape[:2], 1)), spans.cumsum(axis=2)], axis=2)
    goal = np.full(need.shape, np.inf)
    for phase in range(BUCKETS):
        before, after = reached[:, place, phase], reached[:, place, phase + 1]
        within = at_bounds[:, place, phase] + (need - before) / rates[:, phase, None]
        goal = np.where((before < need) & (need <= after), within, goal)
    months = np.stack([np.searchsorted(line, wanted) for line, wanted in zip(pace, goal, strict=True)])
    return np.where(months <= HORIZON, months, NEVER).astype(np.int64)


def _bounds(due: Months) -> Months:
    """Per date (in months from now) the months at which each phase begins, and the horizon at which the last ends."""
    bounds = np.zeros((len(due), BUCKETS + 1), dtype=np.int64)
    dated = np.abs(due) < NEVER // 2
    for position, edge in enumerate(EDGES, start=1):
        bounds[:, position] = np.where(dated, np.clip(due + edge - 1, 0, HORIZON), 0)
    bounds[:, UNDATED] = np.where(dated, HORIZON, 0)
    bounds[:, BUCKETS] = HORIZON
    return bounds
