"""Equal content is equal bytes in an archive, whenever and in whatever order it was written."""

from io import BytesIO
from zipfile import ZipFile, ZipInfo

from masterplan.domain.files.office_archive import settled

AT = "2022-01-20T10:00:00+01:00"
CLOCK = "2026-11-28T12:00:00Z"


def properties(clock: str) -> str:
    return f'<x><dcterms:created xsi:type="dcterms:W3CDTF">{clock}</dcterms:created><title>{CLOCK}</title></x>'


def archive(clock: str, minute: int, *names: str) -> bytes:
    """An office file whose entries come in this order, written at this minute."""
    into = BytesIO()
    with ZipFile(into, "w") as file:
        for name in names:
            content = properties(clock) if name == "docProps/core.xml" else name
            file.writestr(ZipInfo(name, (2026, 11, 28, 12, minute, 0)), content)
    return into.getvalue()


def nested(inner: bytes) -> bytes:
    into = BytesIO()
    with ZipFile(into, "w") as file:
        file.writestr("ppt/embeddings/chart.xlsx", inner)
    return into.getvalue()


def test_order_and_time_of_writing_leave_no_trace() -> None:
    one = archive(CLOCK, 0, "a.xml", "[Content_Types].xml", "b.xml")
    other = archive("2026-11-28T12:30:00Z", 30, "b.xml", "a.xml", "[Content_Types].xml")
    assert one != other
    assert settled(one, AT) == settled(other, AT)
    assert ZipFile(BytesIO(settled(one, AT))).namelist() == ["[Content_Types].xml", "a.xml", "b.xml"]


def test_the_moment_of_the_briefing_replaces_the_clock_and_nothing_else() -> None:
    kept = ZipFile(BytesIO(settled(archive(CLOCK, 0, "docProps/core.xml"), AT))).read("docProps/core.xml").decode()
    assert kept == properties("2022-01-20T09:00:00Z")


def test_a_workbook_behind_a_chart_is_settled_too() -> None:
    one = nested(archive(CLOCK, 0, "docProps/core.xml", "a.xml"))
    other = nested(archive("2026-11-28T12:30:00Z", 30, "a.xml", "docProps/core.xml"))
    assert settled(one, AT) == settled(other, AT)
