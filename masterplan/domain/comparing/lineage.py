"""Totals per Ressort under any cut of Ressorts: what one reported counts under the name it bears on another day."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pandas as pd

from masterplan.domain.plan import Kind
from masterplan.domain.view import Cut, build


def totals_under(cut: Cut, kind: Kind, ministries_on: date) -> dict[str | None, int]:
    """How many of the cut's items each Ressort of a day answers for (None: no Ressort is reported).

    Items follow renames of their Ressort forwards and backwards and stay with it through splits and merges until they
    are handed over, so each item counts exactly once under every cut of Ressorts.
    """
    owners = build(replace(cut, stichtag=ministries_on)).table(kind)["ministry_at"]
    return dict(Counter(None if pd.isna(key) else str(key) for key in owners))
