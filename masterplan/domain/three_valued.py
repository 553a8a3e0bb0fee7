"""Truth with three values, written as numbers: 1 yes, 0.5 unknown, 0 no. "And" is the minimum, "or" the maximum."""

import numpy as np
import pandas as pd

YES, UNKNOWN, NO = 1.0, 0.5, 0.0


def both(first: pd.Series, second: pd.Series) -> pd.Series:
    """Three-valued "and"."""
    return pd.Series(np.minimum(first.to_numpy(), second.to_numpy()), index=first.index)


def either(first: pd.Series, second: pd.Series) -> pd.Series:
    """Three-valued "or"."""
    return pd.Series(np.maximum(first.to_numpy(), second.to_numpy()), index=first.index)
