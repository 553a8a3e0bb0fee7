"""What a cell may mean: one reader per sort of value, ``read_x(raw, label, …) -> (Reading, Doubt | None)``.

An empty cell gives no value and no doubt; what cannot be read for certain gives no value, the words, and the doubt.
No reader raises. Each sort of value has its own file; this one lists them all.
"""

from importers.lookups.keys import (
    damaged_labels,
    is_plain_label,
    read_ars,
    read_leika_key,
    read_number_label,
    read_ozg_id,
)
from importers.lookups.lights import hue, read_light
from importers.lookups.lists import Resolve, read_bodies, read_ministry, read_references, read_types, read_words
from importers.lookups.words import read_level, read_online_status, read_reach, read_status, read_yes_no
from masterplan.domain.deadlines import roman_numerals
from masterplan.domain.readers.dates import as_shown, read_day, read_due, read_start, read_words_of_date
from masterplan.domain.readers.numbers import (
    UNIT_NAMED,
    Scale,
    factor_named,
    is_per_cent,
    parse_number,
    read_amount,
    read_maturity,
    read_number,
    read_share,
    share_scale,
)
from masterplan.domain.readers.text import (
    Answer,
    Doubt,
    as_text,
    clean,
    is_nothing,
    read_text,
    shorten,
    subject,
    suspicious,
)

__all__ = [
    "UNIT_NAMED", "Answer", "Doubt", "Resolve", "Scale", "as_shown", "as_text", "clean", "damaged_labels",
    "factor_named", "hue", "is_nothing", "is_per_cent",
    "is_plain_label", "parse_number", "read_amount", "read_ars", "read_bodies", "read_day", "read_due",
    "read_leika_key", "read_level", "read_light", "read_maturity", "read_ministry", "read_number", "read_number_label",
    "read_online_status", "read_ozg_id", "read_reach", "read_references", "read_share", "read_start", "read_status",
    "read_text", "read_types", "read_words", "read_words_of_date", "read_yes_no", "roman_numerals", "share_scale",
    "shorten", "subject", "suspicious",
]  # fmt: skip
