"""From every value of a briefing back to its cells: origins and evidence are collected while the content is written."""

from collections.abc import Iterable, Mapping, Sequence

from masterplan.briefings.content import Evidence, Origin
from masterplan.domain.as_of import Folded
from masterplan.domain.cabinet.briefing_material import Material
from masterplan.domain.figure_origins import EFFECTIVE_ON, RestsOn, origin_of, rests_on
from masterplan.domain.filters import name_of
from masterplan.domain.item.links import NUMBERS
from masterplan.domain.origins import Entry
from masterplan.domain.plan import BASELINE_ON, IN_FORCE, Kind
from masterplan.domain.progress import Figure
from masterplan.domain.view import PlanView
from masterplan.vocabulary import FIELDS, KINDS, counted, shown

_LISTING = (IN_FORCE, "ozg_id")

EARLIER = "früher/"
"""What the earlier cabinet rested on is told apart by this beginning of its references."""


class Trail:
    """Hands out origin references, and at the end what they lead to. Asking twice gives the same reference."""

    def __init__(self, material: Material, prefix: str = "") -> None:
        """``prefix`` keeps apart what rests on an earlier cut."""
        self._material = material
        self._prefix = prefix
        self._kinds = material.view.kinds
        self._evidence: dict[str, Evidence] = {}
        self._origins: dict[str, Origin] = {}
        self._found: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
        self._coverage = tuple(self._coverage_evidence())

    @property
    def origins(self) -> tuple[Origin, ...]:
        """Every origin that was referred to, in the order of their ids."""
        return tuple(self._origins[name] for name in sorted(self._origins))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """Every piece of evidence that an origin or a value leads to, in the order of their ids."""
        return tuple(self._evidence[name] for name in sorted(self._evidence))

    def field(self, key: str, name: str) -> str | None:
        """What one field of an item rests on; None where nothing was ever stated of it."""
        return self._proof(key, name)

    def item(self, key: str, *names: str) -> str:
        """What follows from some fields of one item: a computed light, a slip, a count of its money."""
        reference = f"{self._prefix}{key}#{'+'.join(names)}"
        if reference not in self._origins:
            proofs = self._proofs(key, (IN_FORCE, *names))
            self._origins[reference] = Origin(reference, self.label(key), proofs, counted=(key,))
        return reference

    def items(self, reference: str, label: str, keys: Iterable[str], *names: str) -> str:
        """What is said of several items together."""
        reference, counted = f"{self._prefix}{reference}", tuple(dict.fromkeys(keys))
        proofs = [proof for key in counted for proof in self._proofs(key, (IN_FORCE, *names))]
        self._origins[reference] = Origin(reference, label, tuple(dict.fromkeys(proofs)), counted)
        return reference

    def figures(self, found: Sequence[Figure], view: PlanView, by: str | None = None) -> dict[str, str]:
        """What each key figure rests on, by the figure's name."""
        references = {}
        for wanted in dict.fromkeys((figure.id, figure.rule) for figure in found):
            alike = [figure for figure in found if (figure.id, figure.rule) == wanted]
            rest = rests_on(view, alike, by)
            for basis in rest.bases:
                name = name_of(basis.figure)
                reference = f"{self._prefix}figure/{name}" + (f"@{by}:{basis.figure.group}" if by else "")
                self._origins[reference] = Origin(
                    reference, basis.figure.title, self._of_items(rest, basis.keys), basis.counted, basis.unknown,
                    tuple(key for key in basis.not_counted),
                )  # fmt: skip
                references[name_of_group(basis.figure)] = reference
        return references

    def place(self, key: str, name: str) -> str:
        """Where a field was read: „Plan.xlsx, Maßnahmen!D17“."""
        proof = self._evidence.get(self.field(key, name) or "")
        if proof is None:
            return "nie gemeldet"
        if proof.file is None:
            return f"online eingegeben, Stand {proof.stated_on}"
        return f"{proof.file}, {proof.sheet}!{proof.cell}"

    def in_short(self, reference: str) -> str:
        """What a figure rests on, in one line: „176 Einträge, 2 Dateien; zuerst Plan.xlsx, Maßnahmen!D17“."""
        origin = self._origins[reference]
        items = len({*origin.counted, *origin.unknown, *origin.not_counted})
        proofs = [self._evidence[name] for name in origin.evidence]
        files = len({proof.sha256 for proof in proofs if proof.sha256})
        said = f"{counted(items, 'Eintrag', 'Einträge')} in {counted(files, 'Datei', 'Dateien')}"
        first = next((proof for proof in proofs if proof.file), None)
        return said if first is None else f"{said}; zuerst {first.file}, {first.sheet}!{first.cell}"

    def label(self, key: str) -> str:
        """How an item is called: „Wegmarke SMI-1 Elektronische Akte eingeführt“."""
        kind, fields = self._kinds.get(key), self._fields(key)
        number, title = (fields.get(NUMBERS.get(kind, "number") if kind else "number"), fields.get("title"))
        return " ".join(str(word) for word in (KINDS[str(kind)] if kind else "", number, title or key) if word)

    def _fields(self, key: str) -> Mapping[str, object]:
        folded = self._material.folded.get(key)
        return folded.fields if folded else {}

    def _of_items(self, rest: RestsOn, keys: Iterable[str]) -> tuple[str, ...]:
        proofs: dict[str, None] = {}
        has_coverage = False
        for key in keys:
            for one in (key, *rest.parts.get(key, ())):
                if rest.kinds[one] == Kind.COVERAGE:
                    has_coverage = True
                else:
                    proofs |= dict.fromkeys(self._proofs(one, (IN_FORCE, *rest.fields[one])))
        return (*proofs, *(self._coverage if has_coverage else ()))

    def _proofs(self, key: str, names: Iterable[str]) -> tuple[str, ...]:
        """The evidence for some fields. What only says that the item is listed, or which one it is, is left out where
        another cell of the same row is named."""
        wanted = tuple(dict.fromkeys(names))
        if (key, wanted) not in self._found:
            self._found[key, wanted] = tuple(self._told(key, wanted))
        return self._found[key, wanted]

    def _told(self, key: str, wanted: Sequence[str]) -> Iterable[str]:
        telling = {self._statement(key, name) for name in wanted if name not in _LISTING}
        kept = (name for name in wanted if name not in _LISTING or self._statement(key, name) not in telling)
        found = (self._proof(key, name) for name in kept)
        return (proof for proof in found if proof is not None)

    def _statement(self, key: str, name: str) -> int | None:
        folded = self._material.folded.get(key)
        origin = None if folded is None else origin_of(folded, name)
        return None if origin is None else origin.statement

    def _proof(self, key: str, name: str) -> str | None:
        reference = f"{self._prefix}{key}.{name}"
        if reference in self._evidence:
            return reference
        folded = self._material.folded.get(key)
        evidence = None if folded is None else self._read(reference, key, name, folded)
        if evidence is None:
            return None
        self._evidence[reference] = evidence
        return reference

    def stated(self, key: str, name: str, statement: int, value: object) -> str | None:
        """What one statement said of a field, in force or not; None where it is not at hand."""
        entry = self._material.entries.get(statement)
        if entry is None:
            return None
        reference = f"{self._prefix}{key}.{name}@{statement}"
        self._evidence[reference] = self._quoted(reference, key, name, entry, shown(name, value), not entry.released)
        return reference

    def _read(self, reference: str, key: str, name: str, folded: Folded) -> Evidence | None:
        origin = origin_of(folded, name)
        entry = None if origin is None else self._material.entries.get(origin.statement)
        if origin is None or entry is None:
            return None
        value = {IN_FORCE: "im Plan", EFFECTIVE_ON: shown("effective_on", origin.on)}.get(name)
        text = value or shown(name, folded.fields.get(name))
        return self._quoted(reference, key, name, entry, text, self.unreleased(key, name))

    def _quoted(self, reference: str, key: str, name: str, entry: Entry, value: str, unreleased: bool) -> Evidence:
        source = "due_on" if name == BASELINE_ON else name
        cell = entry.cell(source) or (f"Zeile {entry.row}" if entry.row else None)
        return Evidence(
            id=reference,
            item=key,
            label=self.label(key),
            field=FIELDS.get(name, name),
            value=value,
            stated_on=entry.effective_on.isoformat(),
            wording=entry.wordings.get(source),
            file=entry.file,
            sha256=entry.sha256,
            sheet=entry.sheet,
            cell=cell if entry.file else None,
            unreleased=unreleased,
        )

    def unreleased(self, key: str, name: str) -> bool:
        """Whether a field's value differs from the released one (always no in a briefing of released values)."""
        released = self._material.released
        if released is None:
            return False
        mine, theirs = self._material.folded.get(key), released.folded.get(key)
        if mine is None or theirs is None:
            return mine is not theirs
        if name == IN_FORCE:
            return (mine.fields.get(IN_FORCE) is False) != (theirs.fields.get(IN_FORCE) is False)
        return mine.fields.get(name) != theirs.fields.get(name)

    def _coverage_evidence(self) -> Iterable[str]:
        for rows, entry in self._material.coverage_files:
            reference = f"{self._prefix}coverage.{entry.statement}"
            self._evidence[reference] = Evidence(
                id=reference, item="coverage", label="Angaben zur Flächendeckung", field=FIELDS["reach"],
                value=f"{rows} Angaben", stated_on=entry.effective_on.isoformat(), file=entry.file,
                sha256=entry.sha256, sheet=entry.sheet, cell=f"Zeile {entry.row}" if entry.row else None, rows=rows,
            )  # fmt: skip
            yield reference


def name_of_group(figure: Figure) -> str:
    """A figure's name, with its group where it has one beside a rule."""
    return f"{name_of(figure)}@{figure.group}" if figure.rule and figure.group else name_of(figure)
