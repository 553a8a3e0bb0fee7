import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from masterplan.__main__ import main
from masterplan.actions.audit import Wanted, search
from masterplan.actions.boundaries import SOURCE, county_map, import_boundaries, imported_at
from masterplan.domain.access import Actor, NotAllowed, Role
from masterplan.domain.services.boundaries import BoundariesUnusable
from masterplan.domain.services.counties import COUNTIES
from masterplan.store.engine import Database, open_database
from tests.builders import CHANCELLERY, county_features

FIRST, SECOND = datetime(2021, 7, 1, tzinfo=UTC), datetime(2021, 7, 2, tzinfo=UTC)


def _file() -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": county_features()}).encode()


def test_the_boundaries_imported_last_are_drawn_with_their_source(database: Database) -> None:
    assert (imported_at(database), county_map(database)) == (None, None)
    import_boundaries(database, content=_file(), source=" ", by=CHANCELLERY, at=FIRST)
    import_boundaries(database, content=_file(), source="© Amt\n2022", by=CHANCELLERY, at=SECOND)
    found = county_map(database)
    assert found is not None
    assert (found.source, set(found.boundaries), imported_at(database)) == ("© Amt 2022", set(COUNTIES), SECOND)


def test_a_refused_file_leaves_the_earlier_boundaries_as_they_are(database: Database) -> None:
    import_boundaries(database, content=_file(), source="", by=CHANCELLERY, at=FIRST)
    with pytest.raises(BoundariesUnusable):
        import_boundaries(database, content=b"{}", source="", by=CHANCELLERY, at=SECOND)
    with pytest.raises(NotAllowed):
        import_boundaries(database, content=_file(), source="", by=Actor("SMI", Role.MINISTRY, "SMI"), at=SECOND)
    assert imported_at(database) == FIRST
    acts = Wanted(acts=("boundaries", "refused"))
    noted = [(one.act, one.by) for one in search(database, acts, by=CHANCELLERY, at=SECOND)[0]]
    assert noted == [("refused", "SMI"), ("boundaries", CHANCELLERY.name)]


def test_the_command_takes_a_file_or_says_what_is_wrong_with_it(
    sqlite_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "kreise.geojson"
    path.write_bytes(_file())
    assert main(["boundaries", str(path), "--database", sqlite_url]) == 0
    assert capsys.readouterr().out == "Übernommen: 13 Kreise mit 65 Punkten.\n"
    opened = open_database(sqlite_url)
    found = county_map(opened)
    opened.engine.dispose()
    assert found is not None
    assert found.source == SOURCE
    path.write_bytes(b"\x00")
    for named, words in ((path, "kein GeoJSON"), (tmp_path / "fehlt.geojson", "nicht lesbar")):
        assert main(["boundaries", str(named), "--database", sqlite_url]) == 1
        assert words in capsys.readouterr().err
