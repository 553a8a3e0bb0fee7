"""Finding items by words, in memory over the plan at hand, so that both databases answer alike.

A searched word finds an item by its number, OZG-ID, LeiKa number or key, by the word itself, by its stem („Anträge“:
„Antrag“), by the beginning of a word, from four letters on by a part of one („Register“: „Handelsregister“), and, where
nothing in the plan bears it otherwise, by a word with a typing error or two. Umlauts may be written out (ue, ss), and
hyphens and blanks before digits left out or put in („Z-1“, „SK 3“, „Amt 24“, „OpenData“). Every searched word must be
found, apart from articles and the like; beside a number the name of its kind counts, too („Maßnahme Nr. 1.1“). What
stands in the number or the title ranks above what stands elsewhere, exact words above others.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from masterplan.domain.item.links import NUMBERS
from masterplan.domain.plan import Kind
from masterplan.domain.view import PlanView
from masterplan.vocabulary import KINDS as KIND_NAMES

KINDS = (Kind.GOAL, Kind.GUIDELINE, Kind.MILESTONE, Kind.MEASURE, Kind.SERVICE)
"""What is found by words."""
FOUND = (*KINDS, Kind.LEIKA_SERVICE)
"""LeiKa services are found by their number alone, together with their bundle."""
FIELDS: Mapping[str, float] = {
    "title": 5.0, "theme": 3.0, "situation": 3.0, "components": 3.0, "area": 3.0, "services": 3.0, "description": 1.0,
    "text": 1.0, "indicator": 1.0, "baseline_text": 1.0, "evidence": 1.0, "reason": 1.0, "remark": 1.0,
}  # fmt: skip
"""The fields that are searched beside numbers, with their weight. Texts about persons are not among them."""
WHOLE_NUMBER, NUMBER_WEIGHT, BODY_WEIGHT, KIND_WEIGHT = 20.0, 9.0, 2.0, 0.1
EXACT, BY_STEM, BY_BEGINNING, BY_PART, BY_TYPO = 1.0, 0.9, 0.7, 0.4, 0.3
"""How good a way of finding is: an item's rank is the sum over the searched words of weight times way."""
MAKES_A_PART = 4
"""From so many letters on a word is also found inside others, and with a typing error; from eight on with two."""

LONGEST_ENDING = 8
"""Letters by which a word is longer than its stem at the most („Bürgerinnen“: seven); longer words are not tried."""

_MARKS = re.compile("[\u0300-\u036f\u00ad]")
_WRITTEN_OUT = re.compile("(?<![qaeiouy])ue")  # not in „Quelle“, „neue“, „Steuer“
_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")
_COMPOUND = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
_BEFORE_DIGITS = re.compile(r"(?<=[^\W_])\s+(?=\d)")
_FILLERS = frozenset(
    "als am an auf aus bei beim das dem den der des die durch ein eine einem einen einer eines fur im in mit nach oder "
    "uber um und vom von zu zum zur".split()
)
"""Folded words that say nothing of what is meant; they are searched for only where nothing else is."""


def folded(text: str) -> str:
    """Small letters without umlauts, accents or soft hyphens: „Überweisung“ and „Ueberweisung“ become one."""
    plain = (text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", text))).casefold()
    plain = plain.replace("\u2010", "-")  # what becomes of a hyphen that does not break
    return _WRITTEN_OUT.sub("u", plain).replace("ae", "a").replace("oe", "o")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What a folded word shares with its inflections; never longer than the word."""
    own = snowballstemmer.stemmer("german")  # a stemmer serves one thread at a time
    return str(own.stemWord(word))


def _tokens(text: str) -> list[str]:
    return _WORD.findall(folded(text))


_CALLED = {
    kind: frozenset(map(stem, [*_tokens(KIND_NAMES[kind]), "nr", "nummer", "id"]))
    for kind in FOUND
}
"""By what words a kind is called beside a number."""


@dataclass(frozen=True)
class Index:
    """The words of a plan. ``words`` are sorted; the items and weights of the n-th are the entries from ``starts[n]``
    up to ``starts[n + 1]``. ``numbers`` are numbers, OZG-IDs, LeiKa numbers and keys as a whole, without hyphens and
    blanks, with the positions of their items."""

    keys: tuple[str, ...]
    kinds: tuple[Kind, ...]
    words: list[str]
    starts: np.ndarray
    items: np.ndarray
    weights: np.ndarray
    numbers: Mapping[str, list[int]]


def search(plan: PlanView | Index, words: str) -> list[str]:
    """The keys of the items that contain every searched word, the best first: goals, Leitlinien, Wegmarken, measures,
    services, and LeiKa services by their number.

    Equal ones keep the order of the plan. Who searches often keeps the `index` of the plan.
    """
    known = plan if isinstance(plan, Index) else index(plan)
    ranks = np.zeros(len(known.keys))
    for written in dict.fromkeys((words, _BEFORE_DIGITS.sub("", words))):
        ranks = np.maximum(ranks, _ranks(known, _searched(written)))
    hits = np.flatnonzero(ranks)
    return [known.keys[hit] for hit in hits[np.argsort(-ranks[hits], kind="stable")]]


def _searched(words: str) -> list[str]:
    """The words that are searched for: what has a letter or a digit, without fillers."""
    written = [word for word in words.split() if _tokens(word)]
    return [word for word in written if folded(word) not in _FILLERS] or written


# What a plan's words are.


def index(view: PlanView) -> Index:
    """The words of the goals, Leitlinien, Wegmarken, measures and services of a plan, and the numbers of all."""
    keys: list[str] = []
    kinds: list[Kind] = []
    entries: dict[str, dict[int, float]] = {}
    numbers: dict[str, list[int]] = {}
    bodies = {str(key): " ".join(map(str, row)) for key, row in _bodies(view)}
    for kind in FOUND:
        items = view.table(kind)
        first = len(keys)
        keys += map(str, items.index)
        kinds += [kind] * len(items)
        for weight, texts in _texts(items, kind, bodies) if kind in KINDS else ():
            for at, text in enumerate(texts, first):
                for word in _words(text) if text else ():
                    known = entries.setdefault(word, {})
                    if known.get(at, 0.0) < weight:
                        known[at] = weight
        for at, row in enumerate(_numbers(items, kind, view), first):
            for number in row:
                numbers.setdefault("".join(_tokens(number)), []).append(at)
    words = sorted(entries)
    lengths = np.array([0, *(len(entries[word]) for word in words)])
    return Index(
        keys=tuple(keys),
        kinds=tuple(kinds),
        words=words,
        starts=np.cumsum(lengths),
        items=np.array([at for word in words for at in entries[word]], dtype="int64"),
        weights=np.array([weight for word in words for weight in entries[word].values()], dtype="float64"),
        numbers=numbers,
    )


def _words(text: str) -> Iterator[str]:
    """The words of a text; those with a hyphen also as one („Open-Data-Portal“, „E-Akte“)."""
    plain = folded(text)
    yield from _WORD.findall(plain)
    for compound in _COMPOUND.findall(plain) if "-" in plain else ():
        yield compound.replace("-", "")


def _numbers(items: pd.DataFrame, kind: Kind, view: PlanView) -> Iterator[list[str]]:
    """For each item what it is found by when written whole; a bundle also by the numbers of its LeiKa services."""
    parts: dict[str, list[str]] = {}
    if kind == Kind.SERVICE:
        for bundle, leika_key in view.leika_services[["ozg_id", "leika_key"]].itertuples(index=False, name=None):
            parts.setdefault(bundle, []).append(leika_key)
    for key, number in items[NUMBERS.get(kind, "number")].items():
        yield [one for one in (str(key), number, *parts.get(number, ())) if one]


def _bodies(view: PlanView) -> Iterable[tuple[object, tuple[object, ...]]]:
    names = view.bodies[["short_name", "name", "aliases"]]
    return zip(view.bodies.index, names.itertuples(index=False, name=None), strict=True)


def _texts(items: pd.DataFrame, kind: Kind, bodies: Mapping[str, str]) -> Iterator[tuple[float, Iterator[str]]]:
    """For each searched field its weight and the text of each item."""
    weights = {NUMBERS.get(kind, "number"): NUMBER_WEIGHT, **FIELDS}
    for name, weight in weights.items():
        if name in items.columns:
            yield weight, map(_text, items[name])
    if "ministry_at" in items.columns:
        yield BODY_WEIGHT, (bodies.get(str(key), "") for key in items["ministry_at"])


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return "" if value is None or value != value else str(value)


# What searched words find.


def _ranks(known: Index, searched: Sequence[str]) -> np.ndarray:
    """For each item how well it bears all the words; 0: not all of them. Beside a number a word may name the kind."""
    has_number = any(any(map(str.isdigit, word)) for word in searched)
    ranks = np.zeros((len(searched), len(known.keys)))
    for position, word in enumerate(searched):
        ranks[position] = _word_ranks(known, word)
        if has_number:
            called = {kind for kind, names in _CALLED.items() if names.issuperset(map(stem, _tokens(word)))}
            named = np.array([kind in called for kind in known.kinds], dtype=bool)
            ranks[position, named] = np.maximum(ranks[position, named], KIND_WEIGHT)
    return np.where((ranks > 0).all(axis=0) & (len(searched) > 0), ranks.sum(axis=0), 0.0)


def _word_ranks(known: Index, word: str) -> np.ndarray:
    """For each item how well it bears the word; 0: not at all. One with hyphens is found as a whole and in its parts,
    a number of several parts („SK-3“) in its parts only where no item bears it whole.

    An abbreviation in capital letters is not taken for another word with a typing error.
    """
    parts = _tokens(word)
    whole = "".join(parts)
    ranks = _borne(known, _ways(known, whole))
    ranks[known.numbers.get(whole, [])] = WHOLE_NUMBER
    if ranks.any() and (len(parts) == 1 or whole[-1].isdigit()):
        return ranks
    guess = not ranks.any() and (not word.isupper() or len(whole) >= 2 * MAKES_A_PART)
    ways = ((_ways(known, part), part) for part in parts)
    each = [_borne(known, found or (_mistyped(known.words, part) if guess else {})) for found, part in ways]
    return np.asarray(np.maximum(ranks, np.minimum.reduce(each)))


def _borne(known: Index, ways: Mapping[int, float]) -> np.ndarray:
    """For each item the best of its words that were found, by weight times way."""
    ranks = np.zeros(len(known.keys))
    positions = np.fromiter(ways.keys(), dtype="int64", count=len(ways))
    starts = known.starts[positions]
    lengths = known.starts[positions + 1] - starts
    entries = np.repeat(starts - lengths.cumsum() + lengths, lengths) + np.arange(lengths.sum())
    goodness = np.repeat(np.fromiter(ways.values(), dtype="float64", count=len(ways)), lengths)
    np.maximum.at(ranks, known.items[entries], known.weights[entries] * goodness)
    return ranks


def _ways(known: Index, word: str) -> dict[int, float]:
    """The positions of the words that are meant, each with the best way it is found by."""
    if word[0].isdigit() or word[-1].isdigit():
        return {at: EXACT if known.words[at] == word else BY_BEGINNING for at in _numbers_meant(known, word)}
    root = stem(word)
    ways: dict[int, float] = {}
    for position in _beginning(known.words, root):
        other = known.words[position]
        if other == word:
            ways[position] = EXACT
        elif other.isalpha() and len(other) <= len(root) + LONGEST_ENDING and stem(other) == root:
            ways[position] = BY_STEM
        elif other.startswith(word):
            ways[position] = BY_BEGINNING
    if len(root) >= MAKES_A_PART:
        inside = (position for position, other in enumerate(known.words) if root in other)
        ways = dict.fromkeys(inside, BY_PART) | ways
    return ways


def _numbers_meant(known: Index, word: str) -> Iterator[int]:
    """A number is meant as it stands; one of three digits or more also as a beginning („1005“: 10052), not „1.1“, and
    one that begins with a letter where a letter follows („Z5“: Z5a, but „SK1“ not: SK10)."""
    for position in _beginning(known.words, word):
        rest = known.words[position][len(word) :]
        if not rest or (len(word) > 2 and word.isdigit()) or (word[0].isalpha() and not rest[0].isdigit()):
            yield position


def _beginning(words: list[str], start: str) -> range:
    """The positions of the words that begin so."""
    return range(bisect_left(words, start), bisect_left(words, start + "\U0010ffff"))


def _mistyped(words: list[str], word: str) -> dict[int, float]:
    """The positions of words that differ by few letters, or begin so with the same first letter; all of four letters
    and more, none with digits."""
    if len(word) < MAKES_A_PART or not word.isalpha():
        return {}
    allowed = 1 if len(word) < 2 * MAKES_A_PART else 2
    near = process.extract(word, words, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    positions = {position for _, _, position in near}
    alike = _beginning(words, word[0])
    for length in range(len(word) - 1, len(word) + 2):
        heads = [words[position][:length] for position in alike]
        found = process.extract(word, heads, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        positions |= {alike[position] for _, _, position in found}
    return {at: BY_TYPO for at in positions if len(words[at]) >= MAKES_A_PART and words[at].isalpha()}
