"""Where the looks of the formats are found: a house's own in the folder MASTERPLAN_TEMPLATES, else those shipped."""

import os
from pathlib import Path

SHIPPED = Path(__file__).with_name("templates")
VARIABLE = "MASTERPLAN_TEMPLATES"


class TemplateUnfit(ValueError):
    """A template lacks something that the briefing is laid out with; the German sentence says what."""


def template(name: str) -> Path:
    """The file of this name: the house's own if it has one."""
    own = next((file for file in house_files() if file.name == name), None)
    return SHIPPED / name if own is None else own


def house_files() -> list[Path]:
    """The files of the house's own folder, by name; none without such a folder."""
    folder = os.environ.get(VARIABLE)
    return sorted(file for file in Path(folder).iterdir() if file.is_file()) if folder else []
