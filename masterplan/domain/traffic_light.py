"""The computed light: green, yellow or red by published rules over status and dates, beside the reported one.

The rules stand in a table and are tried from top to bottom; the first that applies decides. A missing status or date
makes a rule neither true nor false: as long as that leaves more than one colour possible, the light is grey. A missing
forecast or start says nothing against the plan, so the planned date holds then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from masterplan.domain.counting import NO, UNKNOWN, YES
from masterplan.domain.plan import Light, Status
from masterplan.domain.settings import DEFAULTS, Settings
from masterplan.domain.states import achieved, current_on
from masterplan.domain.view import PlanView

RATED = (Light.GREEN, Light.YELLOW, Light.RED)
NO_LIGHT = "none"
"""Stands for dropped items, which have no light at all."""

VERSION = "1"
_CODES = {str(status): code for code, status in enumerate(Status)}
_NO_STATUS = -1


@dataclass(frozen=True)
class Facts:
    """What the rules ask of the items: one value per item in each array. Missing days are NaT."""

    stichtag: np.datetime64
    settings: Settings
    achieved: np.ndarray  # three-valued
    status: np.ndarray  # codes of the status an item counts under
    due_on: np.ndarray
    forecast_on: np.ndarray
    starts_on: np.ndarray
    current_on: np.ndarray

    def status_is(self, *wanted: Status) -> np.ndarray:
        """Three-valued: unknown where there is no status."""
        found = np.isin(self.status, [_CODES[word] for word in wanted])
        return np.where(self.status == _NO_STATUS, UNKNOWN, np.where(found, YES, NO))

    def after_stichtag(self, days: int) -> np.datetime64:
        """The day so many days after the Stichtag."""
        return self.stichtag + np.timedelta64(days, "D")


Applies = Callable[[Facts], np.ndarray]
"""One three-valued number per item."""


@dataclass(frozen=True)
class LightRule:
    """One row of the published table: if it applies, and none above it does, the light is this one."""

    number: str
    light: Light | None  # None: no light at all
    sentence: str
    applies: Applies


def _facts(items: pd.DataFrame, stichtag: date, is_achieved: pd.Series, settings: Settings) -> Facts:
    done = is_achieved.eq(YES).to_numpy(dtype=bool)
    reported = items["status"].map(_CODES).fillna(_NO_STATUS).to_numpy(dtype="int64")
    never = pd.Series(pd.NaT, index=items.index, dtype="datetime64[s]")
    return Facts(
        stichtag=np.datetime64(stichtag, "s"),
        settings=settings,
        achieved=is_achieved.to_numpy(),
        status=np.where(done, _CODES[Status.COMPLETED], reported),
        due_on=items["due_on"].to_numpy(),
        forecast_on=items["forecast_on"].to_numpy(),
        starts_on=items.get("starts_on", never).to_numpy(),
        current_on=current_on(items).to_numpy(),
    )


def _before(days: np.ndarray, day: np.datetime64, missing: float) -> np.ndarray:
    """Three-valued: the day lies before this one."""
    return np.where(np.isnat(days), missing, np.where(days < day, YES, NO))


def _both(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Three-valued "and"."""
    return np.asarray(np.minimum(first, second))


def _past_due(facts: Facts) -> np.ndarray:
    return _before(facts.due_on, facts.stichtag, UNKNOWN)


def _forecast_later(facts: Facts, days: int) -> np.ndarray:
    """Three-valued: a forecast is reported, and it lies more than so many days after the planned date."""
    later = facts.forecast_on > facts.due_on + np.timedelta64(days, "D")
    doubtful = ~np.isnat(facts.forecast_on) & np.isnat(facts.due_on)
    return np.where(doubtful, UNKNOWN, np.where(later, YES, NO))


def _much_later(facts: Facts) -> np.ndarray:
    return _forecast_later(facts, facts.settings.late_forecast_days)


def _due_but_not_begun(facts: Facts) -> np.ndarray:
    near = _before(facts.current_on, facts.after_stichtag(facts.settings.begin_days + 1), UNKNOWN)
    return _both(near, facts.status_is(Status.NOT_STARTED, Status.PLANNED))


def _start_passed(facts: Facts) -> np.ndarray:
    return _both(_before(facts.starts_on, facts.stichtag, NO), facts.status_is(Status.NOT_STARTED))


RULES: tuple[LightRule, ...] = (
    LightRule("A1", None, "Entfallenes hat keine Ampel.", lambda facts: facts.status_is(Status.DROPPED)),
    LightRule(
        "A2", Light.GREEN, "Grün: abgeschlossen oder mit Ist-Termin bis zum Stichtag.", lambda facts: facts.achieved
    ),
    LightRule(
        "A3", Light.GREY, "Ohne Bewertung: zurückgestellt oder Daueraufgabe.",
        lambda facts: facts.status_is(Status.SUSPENDED, Status.PERMANENT),
    ),
    LightRule("A4", Light.RED, "Rot: offen, und der Plantermin liegt vor dem Stichtag.", _past_due),
    LightRule(
        "A5", Light.RED, "Rot: offen, und die Prognose liegt mehr als {late_forecast_days} Tage nach dem Plantermin.",
        _much_later,
    ),
    LightRule(
        "A6", Light.YELLOW, "Gelb: offen, und die Prognose liegt nach dem Plantermin.",
        lambda facts: _forecast_later(facts, 0),
    ),
    LightRule("A7", Light.YELLOW, "Gelb: als verzögert gemeldet.", lambda facts: facts.status_is(Status.DELAYED)),
    LightRule(
        "A8", Light.YELLOW, "Gelb: offen, und die Prognose liegt vor dem Stichtag, ohne dass etwas erreicht wurde.",
        lambda facts: _before(facts.forecast_on, facts.stichtag, NO),
    ),
    LightRule(
        "A9", Light.YELLOW,
        "Gelb: Prognose oder Plantermin liegen höchstens {begin_days} Tage nach dem Stichtag, und es ist noch nicht "
        "begonnen oder erst in Planung.",
        _due_but_not_begun,
    ),
    LightRule("A10", Light.YELLOW, "Gelb: nicht begonnen, obwohl der geplante Beginn verstrichen ist.", _start_passed),
    LightRule(
        "A11", Light.GREEN, "Grün: offen, mit Plantermin, und keine der anderen Regeln trifft zu.",
        lambda facts: np.full(len(facts.status), YES),
    ),
)  # fmt: skip
"""The published table, in the order in which the rules are tried."""

NOT_COMPUTABLE = "A0"
NOT_COMPUTABLE_SENTENCE = "Ohne Bewertung: Status oder Plantermin fehlt, daher ist die Ampel nicht errechenbar."


def published_rules(settings: Settings = DEFAULTS) -> list[tuple[str, str]]:
    """Number and German sentence of every rule, as they are shown."""
    return [(rule.number, settings.fill(rule.sentence)) for rule in RULES] + [(NOT_COMPUTABLE, NOT_COMPUTABLE_SENTENCE)]


def computed_lights(items: pd.DataFrame, view: PlanView, settings: Settings = DEFAULTS) -> pd.DataFrame:
    """One row per item: ``light`` (None: dropped), ``rule`` that decided, ``reason`` in German, and for each colour and
    ``none`` whether it is possible as far as the item is known (column ``green`` and so on, true or false)."""
    possible, rule = _cascade(_facts(items, view.stichtag, achieved(items, view), settings))
    sentences = dict(published_rules(settings))
    chances = np.column_stack(list(possible.values()))
    unsure = chances.sum(axis=1) > 1
    words = np.array([*map(str, Light), None], dtype=object)
    light = np.where(unsure, str(Light.GREY), words[chances.argmax(axis=1)])
    numbers = np.where(unsure, NOT_COMPUTABLE, rule)
    reasons = [sentences[number] for number in numbers]
    columns = {"light": light, "rule": numbers, "reason": np.array(reasons, dtype=object), **possible}
    return pd.DataFrame(
        {name: pd.Series(values, index=items.index, dtype=values.dtype) for name, values in columns.items()}
    )


def _cascade(facts: Facts) -> tuple[dict[str, np.ndarray], np.ndarray]:
    """Which lights are possible, and the first rule that can decide."""
    count = len(facts.status)
    possible = {name: np.zeros(count, dtype=bool) for name in (*map(str, Light), NO_LIGHT)}
    deciding = np.full(count, "", dtype=object)
    undecided = np.ones(count, dtype=bool)
    for rule in RULES:
        states = rule.applies(facts)
        reached = undecided & (states != NO)
        possible[NO_LIGHT if rule.light is None else str(rule.light)] |= reached
        deciding[reached & (deciding == "")] = rule.number
        undecided &= states != YES
    return possible, deciding


# Beside the reported light, which nothing here changes.


def is_light(lights: pd.DataFrame, light: Light) -> pd.Series:
    """Three-valued: the computed light is this one. What is not computable may be grey, too, for so it is shown."""
    unsure = lights["rule"].eq(NOT_COMPUTABLE)
    here = lights[str(light)] | (unsure if light == Light.GREY else False)
    return pd.Series(np.where(here, np.where(unsure, UNKNOWN, YES), NO), index=lights.index, dtype="float64")


def contradicts(lights: pd.DataFrame, reported: pd.Series) -> pd.Series:
    """Three-valued: the reported light and the computed one are both green, yellow or red, and they differ."""
    rated = [lights[str(light)].to_numpy(dtype=bool) for light in RATED]
    other = np.zeros(len(lights), dtype=bool)
    agreeing = (lights[str(Light.GREY)] | lights[NO_LIGHT]).to_numpy(dtype=bool)
    for light, here in zip(RATED, rated, strict=True):
        is_reported = reported.eq(str(light)).to_numpy(dtype=bool)
        other = other | (here & ~is_reported)
        agreeing = agreeing | (here & is_reported)
    states = np.where(other & agreeing, UNKNOWN, np.where(other, YES, NO))
    states = np.where(reported.isna() & np.any(rated, axis=0), UNKNOWN, states)
    states = np.where(reported.eq(str(Light.GREY)), NO, states)
    return pd.Series(states, index=lights.index, dtype="float64")
