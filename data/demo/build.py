"""Rebuilds the example editions: ``python data/demo/build.py [FOLDER]`` writes them here, or to another folder."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # run as a script, only this folder would be searched

from data.demo import build_goals, build_measures, build_plans, build_services
from data.demo.build_content import LINES, Content, read_content
from data.demo.build_course import EDITIONS

LATE = {"SMWK": "2020-12", "SMS": "2020-12"}
"""Ressort → the edition whose plan it delivered only with the next one."""

RECORDED = {
    "2019-03": ("2019-03-20T09:00:00+01:00", "2019-03-21T10:30:00+01:00", "2019-03-25T14:00:00+01:00"),
    "2019-12": ("2019-12-20T15:00:00+01:00", "2020-01-08T09:15:00+01:00", "2020-01-13T11:00:00+01:00"),
    "2020-12": ("2021-01-04T08:30:00+01:00", "2021-01-11T13:45:00+01:00", "2021-01-18T10:00:00+01:00"),
    "2021-12": ("2022-01-03T08:45:00+01:00", "2022-01-12T09:30:00+01:00", "2022-01-19T16:00:00+01:00"),
}
"""Edition → when catalogues and goals, plans, and measures with the rest were brought in."""

LATE_RECORDED = {"SMWK": "2021-04-12T10:00:00+02:00", "SMS": "2022-02-14T11:20:00+01:00"}


def main(target: Path) -> None:
    """Write every edition and ``editions.json``, the order in which they are loaded."""
    content = read_content()
    entries = sorted(_entries(target, content), key=lambda entry: str(entry["recorded_at"]))
    text = json.dumps(entries, ensure_ascii=False, indent=2)
    (target / "editions.json").write_text(text + "\n", encoding="utf-8")


def _entries(target: Path, content: Content) -> Iterator[dict[str, object]]:
    """One entry per call of the importer: the files (relative to this folder) brought in together."""
    bundles = build_services.bundles(content)
    for edition in EDITIONS:
        folder = target / edition
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        first, second, third = RECORDED[edition]
        files = [
            build_goals.write_goals(folder, content, edition),
            build_services.write_catalogue(folder, bundles, edition),
            build_services.write_parts(folder, bundles, edition),
        ]
        yield _entry(edition, first, files)
        lines = [line for line in LINES if _delivers(line, edition)]
        yield _entry(edition, second, [build_plans.write_plan(folder, content, line, edition) for line in lines])
        files = [
            build_measures.write_catalogue(folder, content, edition),
            build_goals.write_indicators(folder, edition),
        ]
        if edition >= "2020-12":
            files.append(build_services.write_coverage(folder, bundles, edition))
        yield _entry(edition, third, files)
    for line, missed in LATE.items():
        name = build_plans.write_plan(target / "2021-12", content, line, missed, late=True)
        yield _entry("2021-12", LATE_RECORDED[line], [name])


def _delivers(line: str, edition: str) -> bool:
    is_new = line == "SMR" and edition == "2019-03"
    return not is_new and LATE.get(line) != edition


def _entry(edition: str, recorded_at: str, files: list[str]) -> dict[str, object]:
    return {"edition": edition, "recorded_at": recorded_at, "files": [f"{edition}/{name}" for name in files]}


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
