"""How big and how slow a delivered file may be; the one place of these numbers."""

from dataclasses import dataclass

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, times in seconds. What lies above is refused with the code ``file-limit``."""

    packed: int = 50 * MEGABYTE
    unpacked: int = 400 * MEGABYTE
    ratio: int = 200  # unpacked to packed, of one part of the archive and of parts above ``ratio_from`` only
    ratio_from: int = 8 * MEGABYTE
    entries: int = 5_000  # parts of the archive
    part: int = 8 * MEGABYTE  # one part that is not a sheet or the texts: styles, theme, links
    sheets: int = 200
    columns: int = 500  # columns with a value in them, in one sheet
    rows: int = 1_100_000  # of all sheets together
    gap: int = 100_000  # empty rows between two rows of a sheet
    cells: int = 6_000_000  # of all sheets together
    area: int = 40_000_000  # rows x columns spanned by the values of a large sheet
    cell_text: int = 100_000  # characters in one cell; Excel itself ends at 32,767
    merges: int = 20_000  # merged ranges in one sheet
    merged_area: int = 5_000_000  # cells of one merged range
    marks: int = 300_000  # coloured, struck or per cent cells of one sheet
    exact: int = 2_500_000  # unpacked sheets up to this size are read exactly, larger ones quickly
    handed_over: int = 400 * MEGABYTE  # what the child process may answer
    memory: int = 1_600 * MEGABYTE  # of the child process
    seconds: int = 20  # computing time of the child process, and in addition
    seconds_per_megabyte: float = 1.5  # for each packed megabyte
    patience: int = 3  # the wall clock may show this many times the computing time


LIMITS = Limits()
