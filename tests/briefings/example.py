"""The briefings of the example plan that several tests look at, each made once per test process."""

from collections.abc import Iterable
from datetime import date
from functools import cache

from masterplan.actions.briefing_material import last_stand, material
from masterplan.briefings.build import build
from masterplan.briefings.content import Briefing, Cell, Figures, Section, Table
from masterplan.domain.cabinet.briefing_material import Material
from masterplan.store.engine import Database
from tests.example import EDITIONS, NOW

STICHTAG = EDITIONS[-1]


@cache
def example_material(database: Database, stichtag: date = STICHTAG, draft: bool = False) -> Material:
    """The material of the example plan's briefing at a Stichtag, compared with the Stand before."""
    compared = last_stand(database, stichtag, NOW, draft=draft)
    return material(database, stichtag, NOW, draft=draft, rule="bund-2020", software="test", compared=compared)


@cache
def example_briefing(database: Database, stichtag: date = STICHTAG) -> Briefing:
    """The example plan's briefing at a Stichtag."""
    return build(example_material(database, stichtag))


def tables(briefing: Briefing) -> list[Table]:
    """Every table that is printed, in the order of reading."""
    return _tables(briefing.sections)


def lists(briefing: Briefing) -> list[Table]:
    """The long tables that only the workbook holds."""
    return _tables(briefing.data)


def _tables(sections: Iterable[Section]) -> list[Table]:
    return [block for section in sections for block in section.blocks if isinstance(block, Table)]


def cells(briefing: Briefing) -> list[Cell]:
    """Every cell of every table."""
    return [cell for table in (*tables(briefing), *lists(briefing)) for row in table.rows for cell in row]


def shown_figures(briefing: Briefing) -> int:
    """How many places show a key figure."""
    blocks = [block for section in briefing.sections for block in section.blocks if isinstance(block, Figures)]
    return sum(len(block.figures) for block in blocks)
