"""The Kreise within their official boundaries, once these are imported; drawn as lines, with no map from outside."""

from collections.abc import Sequence
from math import cos, radians

import plotly.graph_objects as go

from masterplan.charts import theme
from masterplan.charts.chart import plain
from masterplan.domain.services.boundaries import Map, Ring

NARROWING = cos(radians(51))
"""So much shorter than a degree of latitude is one of longitude in Saxony."""


def county_map(
    official: Map, places: Sequence[str], marks: Sequence[str], legend: str, fills: Sequence[theme.Fill],
    hovers: Sequence[str], dark: bool, height: int,
) -> go.Figure:  # fmt: skip
    """A surface per Kreis with its mark (a number or sign, which ``legend`` explains); below them the attribution."""
    boundaries, colours = official.boundaries, theme.palette(dark)
    layout = theme.layout(dark, height) | {"showlegend": False}
    layout["xaxis"] |= {"visible": False}
    layout["yaxis"] |= {"visible": False, "scaleanchor": "x"}
    drawn = sorted(zip(places, marks, fills, hovers, strict=True), key=lambda one: -_size(boundaries[one[0]]))
    surfaces = [
        go.Scatter(
            x=[x for ring in boundaries[ars] for x in [*(point[0] * NARROWING for point in ring), None]],
            y=[y for ring in boundaries[ars] for y in [*(point[1] for point in ring), None]],
            mode="lines", line={"color": colours.ink, "width": 1}, fill="toself", fillcolor=fill.colour,
            text=hover, hoverinfo="text", hoveron="fills",
        )
        for ars, _, fill, hover in drawn
    ]  # fmt: skip
    layout["annotations"] = [
        {
            "x": middle[0] * NARROWING, "y": middle[1], "showarrow": False, "borderpad": 0, "bgcolor": fill.colour,
            "text": f"<b>{mark}</b>", "font": {"size": 14, "color": fill.ink},
        }
        for ars, mark, fill, _ in drawn
        for middle in [_middle(max(boundaries[ars], key=_area))]
    ]  # fmt: skip
    layout["annotations"] += [
        {
            "x": 1, "y": y, "xref": "paper", "yref": "paper", "xanchor": "right", "yanchor": anchor, "align": "right",
            "showarrow": False, "text": text, "font": {"size": size, "color": colours.faint},
        }
        for y, anchor, text, size in ((1, "top", legend, 13), (0, "bottom", plain(official.source), 11))
    ]  # fmt: skip
    return go.Figure(surfaces, layout)


def _size(rings: Sequence[Ring]) -> float:
    return sum(_area(ring) for ring in rings)


def _area(ring: Ring) -> float:
    return abs(sum(x * after_y - after_x * y for (x, y), (after_x, after_y) in _sides(ring))) / 2


def _sides(ring: Ring) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    return list(zip(ring, [*ring[1:], ring[0]], strict=True))


def _middle(ring: Ring) -> tuple[float, float]:
    """The centre of gravity of a surface."""
    x0, y0 = ring[0]  # reckoned from a point of the outline, which keeps the numbers small
    twice = sum_x = sum_y = 0.0
    for (x, y), (after_x, after_y) in _sides(ring):
        part = (x - x0) * (after_y - y0) - (after_x - x0) * (y - y0)
        twice, sum_x, sum_y = twice + part, sum_x + part * (x + after_x - 2 * x0), sum_y + part * (y + after_y - 2 * y0)
    return (x0 + sum_x / (3 * twice), y0 + sum_y / (3 * twice)) if twice else ring[0]
