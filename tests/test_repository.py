"""The agreements about the repository itself: who may import whom, where things have their home, what never occurs."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = sorted(
    path.relative_to(ROOT).as_posix()
    for top in ("app.py", "masterplan", "importers", "data", "benchmarks", "tests")
    for path in ([ROOT / top] if top.endswith(".py") else (ROOT / top).rglob("*.py"))
    if path.is_file()
)
PRODUCT = [file for file in CODE if not file.startswith(("tests/", "benchmarks/"))]
ABOVE_ALL = {
    "app.py", "masterplan/web.py", "masterplan/mail.py", "masterplan/__main__.py", "importers/__main__.py",
    "masterplan/pages/start.py", "masterplan/pages/shell.py", "masterplan/served.py", "masterplan/login.py",
    "masterplan/login_gate.py", "masterplan/login_pages.py",
}  # fmt: skip
READS_NO_CLOCK = {"app.py", "masterplan/pages/shell.py", "masterplan/served.py", "masterplan/login_pages.py"}

MAY_IMPORT: dict[str, set[str]] = {
    "vocabulary": set(),
    "domain": {"vocabulary"},
    "store": {"domain", "vocabulary"},
    "actions": {"store", "domain", "vocabulary"},
    "charts": {"domain", "vocabulary"},
    "briefings": {"domain", "vocabulary"},
    "workbooks": {"domain", "vocabulary"},
    "open_data": {"domain", "vocabulary"},
    "publishing": {"actions", "briefings", "store", "domain", "vocabulary"},
    "pages": {"actions", "charts", "briefings", "publishing", "workbooks", "domain", "vocabulary"},
    "commands": {
        "actions", "briefings", "publishing", "open_data", "workbooks", "store", "domain", "vocabulary", "command_line",
        "importers", "mail",
    },
    "importers": {"actions", "workbooks", "pages", "store", "domain", "vocabulary"},
}
WRITES = ("masterplan.store.writing", "masterplan.store.tables", "masterplan.store.migration")
VALUES_TO_WRITE = {"NewStatement", "NotTaken", "new_person_token"}  # made by importers, written by an action

PURE_LIBRARIES: dict[str, set[str]] = {"masterplan/domain/search.py": {"snowballstemmer", "rapidfuzz"}}
"""What single files of the domain may use beside pandas and numpy: libraries that only compute."""

OFFICE = ("importers/", "masterplan/workbooks/", "data/demo/build")
SERVER = ("masterplan/web.py", "masterplan/served.py", "masterplan/login.py", "masterplan/login_gate.py")
UPLOAD_PAGE = ("importers/page/upload.py", "importers/page/mapping.py", "importers/page/questions.py")
HOMES: dict[str, tuple[str, ...]] = {
    "sqlalchemy": ("masterplan/store/",),
    "alembic": ("masterplan/store/",),
    "psycopg": ("masterplan/store/",),
    "sqlite3": ("masterplan/store/",),
    "plotly": ("masterplan/charts/",),
    "streamlit": ("masterplan/pages/", *SERVER, *UPLOAD_PAGE, "app.py"),
    "starlette": (*SERVER, "masterplan/open_data_routes.py"),
    "openpyxl": OFFICE,
    "xlsxwriter": ("masterplan/briefings/",),
    "pptx": ("masterplan/briefings/",),
    "docx": ("masterplan/briefings/",),
    "typst": ("masterplan/briefings/",),
    "argon2": ("masterplan/actions/",),
    "smtplib": ("masterplan/mail.py",),
    "python_calamine": OFFICE,
    "xlwt": OFFICE,
    "odf": OFFICE,
}

TOP_LEVEL = {
    "app.py", "masterplan", "importers", "data", "tests", "benchmarks", "docs", "README.md", "requirements.txt",
    "requirements-dev.txt", "constraints.txt", "pyproject.toml", ".ci", ".streamlit", ".gitignore",
}  # fmt: skip


def of_each(files: Sequence[str]) -> Callable[[Callable[[str], None]], Callable[[], None]]:
    """Makes a rule for one file a test of all these files that names those which break it: one test is quicker."""

    def asking(rule: Callable[[str], None]) -> Callable[[], None]:
        def test() -> None:
            broken = []
            for file in files:
                try:
                    rule(file)
                except AssertionError as trouble:
                    broken.append(f"{file}: {trouble}")
            assert not broken, "\n".join(broken)

        test.__name__, test.__doc__ = rule.__name__, rule.__doc__
        return test

    return asking


@cache
def tree(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text(encoding="utf-8"), file)


@cache
def nodes(file: str) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(file)))


def imported(file: str) -> Iterator[str]:
    """Every module that a file imports, with each imported name as if it were a module."""
    for node in nodes(file):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{file}: imports are written in full"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def area(module: str) -> str | None:
    """The part of the program that a dotted name belongs to; None for what is not ours."""
    parts = module.split(".")
    if parts[0] == "masterplan":
        return parts[1] if len(parts) > 1 else "masterplan"
    return "importers" if parts[0] == "importers" else None


def strings(file: str) -> Iterator[str]:
    for node in nodes(file):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [file for file in listed.stdout.split("\0") if file and (ROOT / file).is_file()]


def texts() -> Iterator[tuple[str, str]]:
    """Each kept file that is text, with its content."""
    for file in tracked():
        content = (ROOT / file).read_bytes()
        if b"\0" not in content:
            yield file, content.decode("utf-8", errors="replace")


def module_of(file: str) -> str:
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@of_each([file for file in PRODUCT if file not in ABOVE_ALL])
def test_imports_point_down(file: str) -> None:
    own = area(module_of(file))
    for module in imported(file):
        other = area(module)
        if own in MAY_IMPORT and other not in (None, own):
            assert other in MAY_IMPORT[own], f"{file} imports {module}: {own} may import {sorted(MAY_IMPORT[own])}"
        if own == "importers":
            writes = module.startswith(WRITES) and module.rsplit(".", 1)[-1] not in VALUES_TO_WRITE
            assert not writes, f"{file} imports {module}: importers write through actions"
            part_of_a_page = file.startswith("importers/page/") and module.startswith("masterplan.pages.parts.")
            assert other != "pages" or part_of_a_page, f"{file} imports {module}: only its page takes parts of pages"
        if own == "domain" and other is None:
            outside = module.split(".")[0]
            allowed = {"pandas", "numpy", *PURE_LIBRARIES.get(file, ())}
            assert outside in allowed or outside in sys.stdlib_module_names, f"{file} imports {outside}"


@of_each([file for file in PRODUCT if file.startswith("masterplan/pages/")])
def test_no_page_imports_another_page(file: str) -> None:
    if file not in ABOVE_ALL:
        pages = [module for module in imported(file) if module.startswith("masterplan.pages.")]
        assert not [
            page for page in pages if not page.startswith(("masterplan.pages.parts.", "masterplan.pages.address."))
        ]


@of_each(PRODUCT)
def test_each_outside_library_has_one_home(file: str) -> None:
    for module in imported(file):
        homes = HOMES.get(module.split(".")[0])
        assert homes is None or file.startswith(homes), f"{file} imports {module}, whose home is {homes}"


@of_each([file for file in PRODUCT if file not in ABOVE_ALL - READS_NO_CLOCK])
def test_clock_is_read_only_at_the_top(file: str) -> None:
    for node in nodes(file):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            read = ast.unparse(node.func)
            assert node.func.attr not in ("now", "today", "utcnow"), f"{file}:{node.lineno} {read}"
            assert read not in ("time.time", "time.time_ns", "time.localtime", "time.gmtime"), f"{file}:{node.lineno}"


@of_each([file for file in PRODUCT if not file.startswith("masterplan/store/")])
def test_sql_stands_in_the_store_only(file: str) -> None:
    query = re.compile(r"^\s*(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+TABLE)\s", re.I)
    assert not [text for text in strings(file) if query.match(text)]


TAKES_SQL = {"text", "execute", "executemany", "executescript", "exec_driver_sql", "literal_column", "DDL"}
OWN_WORDS_IN_SQL = {"pragma", "unseen"}
"""Names that stand in the text of a query: each takes one of a few words that stand beside it, never data."""


def put_together(node: ast.AST) -> Iterator[str]:
    """What is put into a text that is not a whole constant; numbers that were made sure to be one are none."""
    if isinstance(node, ast.JoinedStr):
        put_in = [one.value for one in node.values if isinstance(one, ast.FormattedValue)]
        yield from (put for one in put_in if not (put := ast.unparse(one)).startswith("int("))
    calls = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else ""
    if calls in ("format", "join") or (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod)):
        yield ast.unparse(node)


@of_each([file for file in PRODUCT if file.startswith("masterplan/store/") and "/migrations/" not in file])
def test_no_sql_is_put_together_from_data(file: str) -> None:
    for node in nodes(file):
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).rsplit(".", 1)[-1] in TAKES_SQL:
            assert set(put_together(node.args[0])) <= OWN_WORDS_IN_SQL, f"{file}:{node.lineno}"


COLOURS = ("masterplan/charts/theme.py", "masterplan/briefings/palette.py")
"""Of the screen, and of what is printed: briefings may not import charts."""


@of_each([file for file in PRODUCT if file not in COLOURS])
def test_colours_stand_in_the_two_palettes_only(file: str) -> None:
    colour = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b|\brgba?\(", re.I)
    assert not [text for text in strings(file) if colour.search(text)]


@of_each(CODE)
def test_nothing_is_caught_that_cannot_be_answered(file: str) -> None:
    for node in nodes(file):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            assert not re.search(r"\b(Exception|BaseException|everything)\b", caught), f"{file}:{node.lineno} {caught}"


@of_each(CODE)
def test_no_code_is_made_from_data(file: str) -> None:
    assert not {module.split(".")[0] for module in imported(file)} & {"pickle", "marshal", "shelve", "dill"}
    for node in nodes(file):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            assert called not in ("eval", "exec", "pd.read_pickle", "pandas.read_pickle"), f"{file}:{node.lineno}"
            assert "unsafe_allow_html" not in [word.arg for word in node.keywords], f"{file}:{node.lineno}"


@of_each([file for file in CODE if file.startswith("tests/") and file != "tests/machine.py"])
def test_tests_are_skipped_in_one_place_only(file: str) -> None:
    way_out = re.compile(r"^(pytest|unittest|mark)\b.*\.(skip|skipif|importorskip|xfail|skipTest)$")
    used = {ast.unparse(node) for node in nodes(file) if isinstance(node, ast.Attribute)}
    assert not [name for name in used if way_out.match(name)]


GERMAN = set(
    "ressort ressorts ziel ziele zielbereich leitlinie leitlinien wegmarke wegmarken vorhaben massnahme massnahmen"
    " massnahmenkatalog umsetzungsplanung umsetzungsplan federfuehrung beteiligte termin termine frist fristen ampel"
    " verzug reifegrad flaechendeckung zaehlweise leistung leistungen fortschreibung berichtsrunde bericht meldung"
    " umsetzungsgrad kommune kommunen landkreis behoerde ministerium datei zeile spalte blatt wert".split()
)
NAMED_BY_LAW = {"ozg_reifegrad_3"}
VAGUE = {"utils", "util", "helpers", "helper", "manager", "misc", "data2", "common"}


def words(identifier: str) -> set[str]:
    return set(re.sub(r"([a-z])([A-Z])", r"\1_\2", identifier).lower().split("_"))


def identifiers(file: str) -> Iterator[str]:
    for node in nodes(file):
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.arg(arg=name):
                yield name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name


@of_each(CODE)
def test_identifiers_are_english_and_say_what_they_are(file: str) -> None:
    names = [name for name in identifiers(file) if not name.startswith("test_") and name.lower() not in NAMED_BY_LAW]
    assert not [name for name in names if words(name) & GERMAN], "see the glossary in masterplan/README.md"
    assert not words(Path(file).stem) & (VAGUE | GERMAN)


@of_each([file for file in PRODUCT if file.startswith(("masterplan/", "app.py"))])
def test_german_texts_are_written_with_umlauts(file: str) -> None:
    lost = re.compile(r"\b(fuer|ueber\w*|koennen|muessen|waehlen|naechste\w*|Aenderung\w*|Massnahme\w*|Uebersicht)\b")
    not_for_reading = re.compile(r"[a-z-]+|.*[|\\].*", re.S)  # addresses and patterns
    assert not [text for text in strings(file) if lost.search(text) and not not_for_reading.fullmatch(text)]


def test_top_level_holds_only_what_was_agreed() -> None:
    assert {file.split("/")[0] for file in tracked()} <= TOP_LEVEL


def test_no_file_names_a_machine_or_a_package_host() -> None:
    folders = "|".join(["work", "root", "home", "farm", "Users"])
    hosts = "|".join(["pypi[.]org", "python" + "hosted", "npm" + "js[.]", "deb[.]" + "debian"])
    telling = re.compile(rf"(?<![\w.~])/(?:{folders})/\w|/" + rf"tmp/[a-z]|{hosts}")
    found = [f"{file}: {hit[0]}" for file, text in texts() for hit in telling.finditer(text)]
    assert not found


def test_nothing_is_left_to_be_done_later() -> None:
    words_of_delay = "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"])
    later = re.compile(rf"\b({words_of_delay})\b|raise NotImplemented" + "Error")
    assert not [f"{file}: {hit[0]}" for file, text in texts() for hit in later.finditer(text)]


def test_every_requirement_is_pinned_and_says_why() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        first, *lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        assert first == "-c constraints.txt"
        pinned = re.compile(r"[\w.\-\[\]]+==[\w.]+( ; \S.*\S)?  # \S.*")
        for line in lines:
            assert line == "-r requirements.txt" or pinned.fullmatch(line), line


def test_constraints_fit_the_requirements() -> None:
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").lower().splitlines()
    for name in ("requirements.txt", "requirements-dev.txt"):
        for line in (ROOT / name).read_text(encoding="utf-8").lower().splitlines():
            if not line.startswith("-"):
                pin = re.sub(r"\[.*?\]", "", line.split("  #")[0]).split(" ;")[0]
                assert any(kept.split(" ;")[0] == pin for kept in pins), f"compile constraints.txt anew: {pin}"


def test_style_is_clean() -> None:
    done = subprocess.run([sys.executable, "-m", "ruff", "check", *CODE], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_types_are_clean() -> None:
    done = subprocess.run([sys.executable, "-m", "mypy", *CODE], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
