"""Tables in the order in which Germans look words up."""

import pandas as pd
from pandas.api.types import is_object_dtype, is_string_dtype

from masterplan.vocabulary import german_order


def german(values: pd.Series) -> pd.Series:
    """What a column is sorted by (``sort_values(…, key=german)``): words as DIN 5007 has them, all else as it is."""
    has_words = is_object_dtype(values) or is_string_dtype(values)  # pandas makes texts of objects before it sorts them
    return values.map(german_order, na_action="ignore") if has_words else values
