"""The boundaries of the Kreise from an official GeoJSON file: what is taken of it, and what is refused."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from masterplan.domain.services.counties import COUNTIES
from masterplan.vocabulary import counted, listed, number

Ring = tuple[tuple[float, float], ...]
Boundaries = Mapping[str, tuple[Ring, ...]]
"""By the first five digits of the ARS the outlines of a Kreis: longitude and latitude in degrees, first point last."""

LARGEST = 20_000_000
"""In bytes: the Kreise of all of Germany at a scale of 1 : 250,000 are less."""
KEYS = ("ARS", "AGS", "RS", "ARS_0", "AGS_0", "ars", "ags", "rs")
"""How official files call the Regionalschlüssel."""
WEST, EAST, SOUTH, NORTH = 11.8, 15.1, 50.1, 51.8
"""Saxony lies within these degrees."""
DECIMALS = 3
"""About a hundred metres, less than a point of the drawing."""
FEWEST = 4  # points of an outline, the first of which is the last


@dataclass(frozen=True)
class Map:
    """The outlines of the Kreise and the attribution that stands beside them."""

    boundaries: Boundaries
    source: str


class BoundariesUnusable(Exception):
    """The file cannot be taken as boundaries; the text says in German why and what to do."""


def from_geojson(content: bytes) -> Boundaries:
    """The outlines of the thirteen Kreise of Saxony in a GeoJSON file. Other Kreise in it are left out.

    Raises BoundariesUnusable: no GeoJSON, too large, a Kreis missing, coordinates that are no degrees or not in Saxony.
    """
    if len(content) > LARGEST:
        raise BoundariesUnusable(
            f"Die Datei ist zu groß ({number(len(content) / 1e6, 1)} MB, erlaubt sind {number(LARGEST / 1e6)} MB). "
            "Nehmen Sie eine Ausgabe in kleinerem Maßstab, z. B. 1 : 250.000."
        )
    try:
        features = json.loads(content.decode("utf-8-sig"))["features"]
        listed_features = [(feature["properties"], feature["geometry"]) for feature in features]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BoundariesUnusable(
            "Die Datei ist kein GeoJSON mit einer Liste von Flächen („FeatureCollection“)."
        ) from None
    found: dict[str, list[Ring]] = {}
    for properties, geometry in listed_features:
        key = _key(properties)
        if key is not None:
            found.setdefault(key, []).extend(_thinned(ring, key) for ring in _outlines(geometry, key))
    boundaries = {ars: tuple(ring for ring in found.get(ars, ()) if len(ring) >= FEWEST) for ars in COUNTIES}
    missing = [county.name for ars, county in COUNTIES.items() if not boundaries[ars]]
    if missing:
        raise BoundariesUnusable(
            f"Es fehlen die Flächen von {counted(len(missing), 'Kreis', 'Kreisen')}: {listed(missing)}. Erwartet wird "
            "je Kreis eine Fläche mit dem amtlichen Schlüssel als Text, z. B. „ARS“: „14511“ für Chemnitz."
        )
    return boundaries


def as_geojson(boundaries: Boundaries) -> str:
    """The same as GeoJSON, as it is kept."""
    features = [
        {
            "type": "Feature",
            "properties": {"ARS": ars},
            "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]},
        }
        for ars, rings in boundaries.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))


def _key(properties: Any) -> str | None:
    """The first five digits of the Regionalschlüssel where it names a whole Kreis."""
    values = [properties.get(name) for name in KEYS] if isinstance(properties, dict) else []
    texts = [value.strip() for value in values if isinstance(value, str)]
    return next((text[:5] for text in texts if text[:5] in COUNTIES and not text[5:].strip("0")), None)


def _outlines(geometry: Any, key: str) -> Iterator[Sequence[Any]]:
    """The outer ring of each surface; holes are where another Kreis lies, which is drawn above."""
    try:
        kind, coordinates = geometry["type"], geometry["coordinates"]
        for surface in {"Polygon": [coordinates], "MultiPolygon": coordinates}[kind]:
            yield surface[0]
    except (KeyError, TypeError, IndexError):
        raise BoundariesUnusable(
            f"{COUNTIES[key].name}: Die Fläche ist nicht lesbar. Erwartet wird „Polygon“ oder „MultiPolygon“."
        ) from None


def _thinned(ring: Sequence[Any], key: str) -> Ring:
    """An outline with the decimals that can be seen, without points that fall together."""
    points: list[tuple[float, float]] = []
    try:
        for longitude, latitude, *_ in ring:
            point = (round(float(longitude), DECIMALS), round(float(latitude), DECIMALS))
            if not (WEST <= point[0] <= EAST and SOUTH <= point[1] <= NORTH):
                raise _elsewhere(key, float(longitude), float(latitude))
            if not points or point != points[-1]:
                points.append(point)
    except (TypeError, ValueError, OverflowError):
        raise BoundariesUnusable(f"{COUNTIES[key].name}: Eine Koordinate ist keine Zahl.") from None
    return tuple(points)


def _elsewhere(key: str, longitude: float, latitude: float) -> BoundariesUnusable:
    """Why a point cannot be taken: in metres, the other way round, or simply not in Saxony."""
    name = COUNTIES[key].name
    if max(abs(longitude), abs(latitude)) > 180 or math.isnan(longitude + latitude):
        return BoundariesUnusable(
            f"{name}: Die Koordinaten sind keine Grade. Geben Sie die Datei in geographischen Koordinaten aus "
            "(EPSG:4326)."
        )
    return BoundariesUnusable(
        f"{name}: Der Punkt {number(longitude, 2)} / {number(latitude, 2)} (Länge / Breite) liegt nicht in Sachsen."
    )
