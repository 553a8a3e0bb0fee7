"""Long lists a part at a time: one query names only so many values."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

MOST = 900  # SQLite's oldest limit on parameters is 999
Named = TypeVar("Named")


def chunks(values: Sequence[Named]) -> Iterator[Sequence[Named]]:
    """The values in their order, as many at once as one query names."""
    for start in range(0, len(values), MOST):
        yield values[start : start + MOST]
