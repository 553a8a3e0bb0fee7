"""What can be wrong with a delivered file, said in German with the cell it was found in."""

from dataclasses import asdict, dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error refuses the whole file; after a warning the row is taken and the doubtful value stays open."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Problem:
    """One finding. ``code`` is one of the codes of the public contract; ``cell`` an address such as ``D17``."""

    severity: Severity
    code: str
    message: str
    sheet: str | None = None
    cell: str | None = None
    value: str | None = None

    @classmethod
    def from_json(cls, entry: dict[str, str | None]) -> "Problem":
        """The finding that ``as_json`` wrote down."""
        about = (entry["sheet"], entry["cell"], entry["value"])
        return cls(Severity(entry["severity"] or ""), entry["code"] or "", entry["message"] or "", *about)

    def as_json(self) -> dict[str, str | None]:
        return asdict(self)


def error(code: str, message: str, sheet: str | None = None, cell: str | None = None, value: object = None) -> Problem:
    """A finding that refuses the file."""
    return Problem(Severity.ERROR, code, message, sheet, cell, None if value is None else str(value))


def warning(
    code: str, message: str, sheet: str | None = None, cell: str | None = None, value: object = None
) -> Problem:
    """A finding after which the row is taken and the doubtful value stays open."""
    return Problem(Severity.WARNING, code, message, sheet, cell, None if value is None else str(value))
