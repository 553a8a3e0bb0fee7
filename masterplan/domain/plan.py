"""What the plan consists of: kinds of items, their fields, and the values these may take."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an item is. Its key begins with this word: ``measure/17``."""

    GUIDELINE = "guideline"
    GOAL = "goal"
    MILESTONE = "milestone"
    MEASURE = "measure"
    SERVICE = "service"
    LEIKA_SERVICE = "leika_service"
    COVERAGE = "coverage"
    INDICATOR_VALUE = "indicator_value"


class Part(StrEnum):
    """What a delivered file is about; the words of the command line's ``--part``."""

    GOALS = "goals"
    IMPLEMENTATION_PLAN = "implementation-plan"
    MEASURES = "measures"
    SERVICES = "services"
    LEIKA = "leika"
    COVERAGE = "coverage"
    INDICATORS = "indicators"


class Status(StrEnum):
    """How far an item is, one scale for all parts of the plan."""

    NOT_STARTED = "not_started"
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DELAYED = "delayed"
    COMPLETED = "completed"
    SUSPENDED = "suspended"
    DROPPED = "dropped"
    PERMANENT = "permanent"


class Light(StrEnum):
    """Traffic light; grey means: not rated."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class Level(StrEnum):
    """Who carries a measure: the state, the municipalities, or both."""

    STATE = "state"
    MUNICIPAL = "municipal"
    JOINT = "joint"


class Reach(StrEnum):
    """How widely a service is offered, in the words of the federal dashboard (``art_flaechendeckung``)."""

    NATIONWIDE = "nationwide"
    STATEWIDE = "statewide"
    COUNTYWIDE = "countywide"
    ONE_MUNICIPALITY = "one_municipality"
    NOT_EVALUATED = "not_evaluated"


class FieldType(StrEnum):
    """How a field's value is written down in a statement (JSON)."""

    TEXT = "text"  # str
    DATE = "date"  # ISO day, str
    NUMBER = "number"  # float or int
    SHARE = "share"  # float, 0 to 1
    YES_NO = "yes_no"  # bool
    STATUS = "status"  # Status
    LIGHT = "light"  # Light
    LEVEL = "level"  # Level
    REACH = "reach"  # Reach
    MINISTRY = "ministry"  # key of a ministry, str
    BODIES = "bodies"  # list of keys of bodies; a name that is not known stays as written
    REFERENCES = "references"  # list of numbers or titles as written; resolved at each cut
    WORDS = "words"  # list of str
    PERSON = "person"  # token of a text in the erasable table


@dataclass(frozen=True)
class Field:
    """One field of a kind: its name in code and JSON, its type, and, for references, the kinds they point to."""

    name: str
    type: FieldType = FieldType.TEXT
    targets: tuple[Kind, ...] = ()


def _fields(*entries: str | tuple[str, FieldType] | tuple[str, tuple[Kind, ...]]) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for entry in entries:
        if isinstance(entry, str):
            field = Field(entry)
        elif isinstance(entry[1], FieldType):
            field = Field(entry[0], entry[1])
        else:
            field = Field(entry[0], FieldType.REFERENCES, entry[1])
        fields[field.name] = field
    return fields


IN_FORCE = "in_force"
"""The field by which a file says that it lists an item (true) or no longer lists it (false: withdrawn)."""

FIRST_ON = "first_on"
BASELINE_ON = "baseline_on"
"""Not stated but derived at each cut: the first day an item was stated for, and the first ``due_on`` stated."""

_T = FieldType
FIELDS: dict[Kind, dict[str, Field]] = {
    Kind.GUIDELINE: _fields("number", "title", "text"),
    Kind.GOAL: _fields(
        "number",
        "title",
        "description",
        "area",
        ("guidelines", (Kind.GUIDELINE,)),
        "due_text",
        ("due_on", _T.DATE),
        "indicator",
        "unit",
        ("start_value", _T.NUMBER),
        ("target_value", _T.NUMBER),
        ("actual_value", _T.NUMBER),
        ("actual_on", _T.DATE),
        ("status", _T.STATUS),
        ("achieved_on", _T.DATE),
    ),
    Kind.MILESTONE: _fields(
        "number",
        ("ministry", _T.MINISTRY),
        "title",
        "baseline_text",
        ("goals", (Kind.GOAL,)),
        "due_text",
        ("due_on", _T.DATE),
        "forecast_text",
        ("forecast_on", _T.DATE),
        ("achieved_on", _T.DATE),
        ("status", _T.STATUS),
        ("progress", _T.SHARE),
        ("reported_light", _T.LIGHT),
        ("responsible", _T.PERSON),
        ("depends_on", (Kind.MILESTONE, Kind.MEASURE)),
        "evidence",
        "reason",
        "remark",
    ),
    Kind.MEASURE: _fields(
        "number",
        "title",
        "description",
        ("level", _T.LEVEL),
        ("lead", _T.MINISTRY),
        ("participants", _T.BODIES),
        ("goals", (Kind.GOAL,)),
        ("milestones", (Kind.MILESTONE,)),
        ("services", (Kind.SERVICE,)),
        ("components", _T.WORDS),
        ("depends_on", (Kind.MEASURE, Kind.MILESTONE)),
        "starts_text",
        ("starts_on", _T.DATE),
        "due_text",
        ("due_on", _T.DATE),
        ("forecast_on", _T.DATE),
        ("achieved_on", _T.DATE),
        ("status", _T.STATUS),
        ("progress", _T.SHARE),
        ("reported_light", _T.LIGHT),
        ("budget_planned", _T.NUMBER),
        ("budget_spent", _T.NUMBER),
        "budget_source",
        ("responsible", _T.PERSON),
        "evidence",
        "reason",
        "remark",
    ),
    Kind.SERVICE: _fields(
        "ozg_id",
        "title",
        "theme",
        "situation",
        ("types", _T.WORDS),
        ("ministry", _T.MINISTRY),
        "priority",
        ("maturity", _T.NUMBER),
        "maturity_model",
        "route",
        "amt24_url",
    ),
    Kind.LEIKA_SERVICE: _fields("leika_key", "title", ("type", _T.WORDS), "ozg_id", ("maturity", _T.NUMBER)),
    Kind.COVERAGE: _fields("leika_key", "ozg_id", "ars", ("reach", _T.REACH), ("online", _T.YES_NO), "url"),
    Kind.INDICATOR_VALUE: _fields("indicator", "scope", ("value", _T.NUMBER), "unit", "source"),
}
"""The fields of each kind, in the order in which they are shown. ``…_text`` keeps the words beside a date."""

WORDS_OF = {"due_on": "due_text", "forecast_on": "forecast_text", "starts_on": "starts_text"}
"""The field that keeps the words beside a date; not every kind that has the date has it, too."""

KEYED_KINDS = frozenset({Kind.SERVICE, Kind.LEIKA_SERVICE, Kind.COVERAGE, Kind.INDICATOR_VALUE})
"""Kinds whose items are told apart by key alone; the others by number and title."""


@dataclass(frozen=True)
class Reading:
    """What a cell was understood to mean: the value (None: not reported or not readable) and the words it came from."""

    value: object
    wording: str | None = None


def person_fields(kind: Kind) -> tuple[str, ...]:
    """The fields of a kind whose texts are about persons."""
    return tuple(name for name, one in FIELDS[kind].items() if one.type == FieldType.PERSON)
