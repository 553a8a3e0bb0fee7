"""The published tables as files: CSV and JSON, the data dictionary, and a description after DCAT-AP.de."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from masterplan.domain.files.active_text import harmless
from masterplan.domain.view import PlanView
from masterplan.open_data import fields
from masterplan.open_data.fields import Described
from masterplan.open_data.tables import Published, published
from masterplan.vocabulary import PRODUCT, day, moment

LIST_SEPARATOR = "|"
MEDIA_TYPES: Mapping[str, str] = {"csv": "text/csv", "json": "application/json", "jsonld": "application/ld+json"}
DICTIONARY, DESCRIPTION = "dictionary", "dcat-ap-de.jsonld"
_DICTIONARY_FIELDS = ("table", "field", "label", "meaning", "type", "unit", "source", "codes")
_EU = "http://publications.europa.eu/resource/authority"


@dataclass(frozen=True)
class Terms:
    """On what terms the data are given away. ``checked`` False: the house has not yet confirmed the licence.

    ``address`` is where the files can be had (ends with a slash), None for a mere folder.
    """

    licence: str = "http://dcat-ap.de/def/licenses/dl-by-de/2.0"
    licence_name: str = "Datenlizenz Deutschland – Namensnennung – Version 2.0"
    attribution: str = "Sächsische Staatskanzlei"
    checked: bool = False
    address: str | None = None


def house_terms(settings: Mapping[str, str], address: str | None = None) -> Terms:
    """The terms that the house has set (MASTERPLAN_LICENCE: an address, …_LICENCE_NAME, MASTERPLAN_ATTRIBUTION).

    Without a licence of its own those that the program suggests, marked as still to be checked.
    """
    suggested = Terms()
    licence = settings.get("MASTERPLAN_LICENCE")
    return Terms(
        licence or suggested.licence,
        settings.get("MASTERPLAN_LICENCE_NAME") or suggested.licence_name,
        settings.get("MASTERPLAN_ATTRIBUTION") or suggested.attribution,
        checked=bool(licence),
        address=address,
    )


def files(view: PlanView, terms: Terms) -> dict[str, bytes]:
    """Every file by its name; equal data and terms give equal bytes. Raises `NotReleased`."""
    tables = published(view)
    head = _head(view, terms)
    found: dict[str, bytes] = {}
    for table in tables:
        found[f"{table.name}.csv"] = _csv([column.name for column in table.columns], table.rows)
        body = {**head, "table": table.name, "title": table.title, "rows": list(table.records())}
        found[f"{table.name}.json"] = _json(body)
    entries = [_entry(table, column) for table in tables for column in table.columns]
    rows = [[_codes(entry[name]) for name in _DICTIONARY_FIELDS] for entry in entries]
    found[f"{DICTIONARY}.csv"] = _csv(_DICTIONARY_FIELDS, rows)
    found[f"{DICTIONARY}.json"] = _json({**head, "fields": entries, "withheld": dict(fields.WITHHELD)})
    found[DESCRIPTION] = _json(_description(view, terms, tables, found))
    return found


def _head(view: PlanView, terms: Terms) -> dict[str, object]:
    """What every JSON file says about the plan in it."""
    return {
        "stichtag": view.stichtag.isoformat(),
        "known_by": view.known_by.isoformat(),
        "revision": view.revision,
        "example_data": view.demo,
        "licence": terms.licence,
        "licence_name": terms.licence_name,
        "licence_checked": terms.checked,
        "attribution": terms.attribution,
    }


def _csv(names: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(names)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    """Numbers with a point, yes and no as true and false, lists joined, and no text that would run as a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return harmless(LIST_SEPARATOR.join(value))
    return "" if value is None else harmless(value)


def _json(body: object) -> bytes:
    return (json.dumps(body, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _entry(table: Published, column: Described) -> dict[str, object]:
    told = (table.name, column.name, column.label, column.meaning, column.type, column.unit, column.source)
    codes = dict(column.codes) if column.codes else None
    return dict(zip(_DICTIONARY_FIELDS, (*told, codes), strict=True))


def _codes(value: object) -> object:
    return [f"{code}={words}" for code, words in value.items()] if isinstance(value, dict) else value


# The description of the whole. Properties: DCAT-AP.de, https://www.dcat-ap.de/def/dcatde/


def _description(
    view: PlanView, terms: Terms, tables: Sequence[Published], found: Mapping[str, bytes]
) -> dict[str, object]:
    titles = {table.name: table.title for table in tables} | {DICTIONARY: "Beschreibung der Felder"}
    example = " Es sind erfundene Beispieldaten, kein amtlicher Sachstand." if view.demo else ""
    unchecked = "" if terms.checked else " Die Lizenz ist noch zu prüfen."
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/",
            "dcatde": "http://dcat-ap.de/def/dcatde/", "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#", "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@type": "dcat:Dataset",
        "@id": f"{terms.address or 'urn:masterplan-digitale-verwaltung-sachsen:'}{view.stichtag.isoformat()}",
        "dct:identifier": f"masterplan-digitale-verwaltung-sachsen-{view.stichtag.isoformat()}",
        "dct:title": _german(f"{PRODUCT}: Umsetzungsstand zum {day(view.stichtag)}"),
        "dct:description": _german(
            "Ziele, Wegmarken, Maßnahmen und OZG-Leistungen des Masterplans mit ihrem freigegebenen Stand zum Stichtag "
            f"{day(view.stichtag)}, wie er am {moment(view.known_by)} bekannt war.{example}{unchecked}"
        ),
        "dcat:keyword": [_german(word) for word in ("Digitalisierung", "E-Government", "Masterplan", "OZG")],
        "dcat:theme": {"@id": f"{_EU}/data-theme/GOVE"},
        "dct:language": {"@id": f"{_EU}/language/DEU"},
        "dct:accessRights": {"@id": f"{_EU}/access-right/PUBLIC"},
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": terms.attribution},
        "dct:modified": {"@type": "xsd:dateTime", "@value": view.known_by.isoformat()},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime", "dcat:endDate": {"@type": "xsd:date", "@value": view.stichtag.isoformat()},
        },
        "dcatde:geocodingText": _german("Freistaat Sachsen"),
        "dcatde:politicalGeocodingLevelURI": {"@id": "http://dcat-ap.de/def/politicalGeocoding/Level/state"},
        "dcatde:politicalGeocodingURI": {"@id": "http://dcat-ap.de/def/politicalGeocoding/stateKey/14"},
        "dcat:distribution": [
            _distribution(name, titles[name.rsplit(".", 1)[0]], content, terms) for name, content in found.items()
        ],
    }  # fmt: skip


def _german(text: str) -> dict[str, str]:
    return {"@language": "de", "@value": text}


def _distribution(name: str, title: str, content: bytes, terms: Terms) -> dict[str, object]:
    kind = name.rsplit(".", 1)[1]
    address = {"@id": f"{terms.address or ''}{name}"}
    return {
        "@type": "dcat:Distribution",
        "dct:title": _german(f"{title} ({kind.upper()})"),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dct:license": {"@id": terms.licence},
        "dcatde:licenseAttributionByText": _german(terms.attribution),
        "dct:format": {"@id": f"{_EU}/file-type/{kind.upper()}"},
        "dcat:mediaType": {"@id": f"http://www.iana.org/assignments/media-types/{MEDIA_TYPES[kind]}"},
        "dcat:byteSize": {"@type": "xsd:decimal", "@value": str(len(content))},
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"},
            "spdx:checksumValue": {"@type": "xsd:hexBinary", "@value": sha256(content).hexdigest()},
        },
    }
