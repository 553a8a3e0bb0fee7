"""Where the looks of the formats are found: a house's own in the folder MASTERPLAN_TEMPLATES, else those shipped."""

import os
from pathlib import Path

SHIPPED = Path(__file__).with_name("templates")
VARIABLE = "MASTERPLAN_TEMPLATES"


class TemplateUnfit(ValueError):
    """A template lacks something that the briefing is laid out with; the German sentence says what."""


def template(name: str) -> Path:
    """The file of this name: the house's own if it has one."""
    folder = os.environ.get(VARIABLE)
    own = Path(folder) / name if folder else None
    return own if own is not None and own.is_file() else SHIPPED / name
