"""All kinds of tables that can be brought in."""

from importers import coverage, goals, implementation_plans, indicators, leika_services, measures, ozg_services
from importers.source import Source

SOURCES: tuple[Source, ...] = (
    goals.SOURCE,
    goals.GUIDELINES,
    implementation_plans.SOURCE,
    measures.SOURCE,
    ozg_services.SOURCE,
    leika_services.SOURCE,
    coverage.SOURCE,
    indicators.SOURCE,
)
