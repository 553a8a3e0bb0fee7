"""An opened database of each engine."""

from tests.store.conftest import database

__all__ = ["database"]
