import json
from collections.abc import Callable
from typing import Any

import pytest

from masterplan.domain.services import boundaries
from masterplan.domain.services.boundaries import BoundariesUnusable, as_geojson, from_geojson
from masterplan.domain.services.counties import COUNTIES
from tests.builders import county_features


def _file(features: list[dict[str, Any]]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_the_thirteen_kreise_are_found_among_others_by_their_key_as_text() -> None:
    others: list[dict[str, Any]] = [
        {"properties": {"ARS": "09161"}, "geometry": {"type": "Polygon", "coordinates": [[[11.4, 48.7]]]}},
        {"properties": {"ARS": "145220010010"}, "geometry": None},  # a Gemeinde
        {"properties": None, "geometry": None},
    ]
    features = county_features()
    features[0]["properties"] = {"AGS": "145110000000", "GEN": "Chemnitz"}
    found = from_geojson(b"\xef\xbb\xbf" + _file(features + others))
    assert list(found) == list(COUNTIES)
    assert from_geojson(as_geojson(found).encode()) == found


def test_points_that_cannot_be_told_apart_in_the_drawing_are_left_out() -> None:
    features = county_features()
    corners = features[0]["geometry"]["coordinates"][0]
    finer = [point for corner in corners for point in (corner, [corner[0] + 0.0001, corner[1], 300.0])]
    features[0]["geometry"] = {"type": "MultiPolygon", "coordinates": [[finer], [corners[:2]]]}
    assert from_geojson(_file(features))["14511"] == (tuple((x, y) for x, y in corners),)


def _without(features: list[dict[str, Any]]) -> None:
    del features[0], features[5]


def _as_number(features: list[dict[str, Any]]) -> None:
    features[0]["properties"]["ARS"] = 14511


def _moved(*point: object) -> Callable[[list[dict[str, Any]]], None]:
    def move(features: list[dict[str, Any]]) -> None:
        features[0]["geometry"]["coordinates"][0][1] = list(point)

    return move


def _as(geometry: object) -> Callable[[list[dict[str, Any]]], None]:
    return lambda features: features[0].update(geometry=geometry)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_without, "Es fehlen die Flächen von 2 Kreisen: Stadt Chemnitz und"),
        (_as_number, "mit dem amtlichen Schlüssel als Text"),
        (_moved(50.8, 12.9), "50,80 / 12,90 (Länge / Breite) liegt nicht in Sachsen"),
        (_moved(352_000.5, 5_633_000.1), "geographischen Koordinaten aus (EPSG:4326)"),
        (_moved(float("nan"), 50.8), "geographischen Koordinaten aus (EPSG:4326)"),
        (_moved("östlich", 50.8), "Stadt Chemnitz: Eine Koordinate ist keine Zahl."),
        (_moved(12.9), "Stadt Chemnitz: Eine Koordinate ist keine Zahl."),
        (_as(None), "Stadt Chemnitz: Die Fläche ist nicht lesbar."),
        (_as({"type": "Point", "coordinates": [12.9, 50.8]}), "Stadt Chemnitz: Die Fläche ist nicht lesbar."),
        (_as({"type": "Polygon", "coordinates": []}), "Stadt Chemnitz: Die Fläche ist nicht lesbar."),
    ],
)
def test_a_file_that_does_not_show_saxony_is_refused(spoil: Callable[[list[dict[str, Any]]], None], words: str) -> None:
    features = county_features()
    spoil(features)
    with pytest.raises(BoundariesUnusable) as refused:
        from_geojson(_file(features))
    assert words in str(refused.value)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"[]", b"{}", b'{"features": 3}', b"[" * 100_000, b"\xff\xfe"])
def test_a_file_that_is_no_geojson_is_refused(content: bytes) -> None:
    with pytest.raises(BoundariesUnusable, match="kein GeoJSON"):
        from_geojson(content)


def test_a_file_that_is_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boundaries, "LARGEST", 9)
    with pytest.raises(BoundariesUnusable, match="zu groß"):
        from_geojson(b"{" * 10)
