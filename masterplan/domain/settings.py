"""What a house may set for itself: the thresholds of lights, findings and staleness. The defaults stand here only."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    """Thresholds in days, reports and shares. ``switched_off`` names findings that nobody wants to see: ``P7``."""

    stale_days: int = 180  # a report holds this long
    late_forecast_days: int = 90  # a forecast later than the plan by more than this is red
    begin_days: int = 30  # what is due within so many days must have begun
    near_done: float = 0.9  # „zu 90 % fertig“
    near_done_reports: int = 3  # so many reports in a row
    same_light_reports: int = 4
    moves: int = 2  # so many moves to a later day are too many for green
    year_end_dates: int = 5  # so many dates, all of them 31.12.
    switched_off: frozenset[str] = frozenset()

    def fill(self, sentence: str) -> str:
        """A rule's German sentence with the thresholds that hold: ``{stale_days}`` and so on."""
        words = vars(self) | {"near_done": f"{self.near_done:.0%}".replace("%", " %")}
        return sentence.format(**words)


DEFAULTS = Settings()
