"""Finding items by words, in memory over the plan at hand, so that both databases answer alike.

A searched word finds an item by its number or OZG-ID, by the word itself, by its stem („Anträge“: „Antrag“), by the
beginning of a word, from four letters on by a part of one („Register“: „Handelsregister“), and, where nothing in the
plan bears it otherwise, by a word with a typing error or two. Umlauts may be written out (ue, ss). Every searched word
must be found. What stands in the number or the title ranks above what stands elsewhere, exact words above others.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from masterplan.domain.plan import Kind
from masterplan.domain.view import PlanView

KINDS = (Kind.GOAL, Kind.MILESTONE, Kind.MEASURE, Kind.SERVICE)
NUMBERS = ("number", "ozg_id")
FIELDS: Mapping[str, float] = {
    "title": 5.0, "theme": 3.0, "situation": 3.0, "components": 3.0, "area": 3.0, "services": 3.0, "description": 1.0,
    "indicator": 1.0, "baseline_text": 1.0, "evidence": 1.0, "reason": 1.0, "remark": 1.0,
}  # fmt: skip
"""The fields that are searched beside numbers, with their weight. Texts about persons are not among them."""
NUMBER_WEIGHT, BODY_WEIGHT = 9.0, 2.0
EXACT, BY_STEM, BY_BEGINNING, BY_PART, BY_TYPO = 1.0, 0.9, 0.7, 0.4, 0.3
"""How good a way of finding is: an item's rank is the sum over the searched words of weight times way."""
MAKES_A_PART = 4
"""From so many letters on a word is also found inside others, and with a typing error; from eight on with two."""

LONGEST_ENDING = 8
"""Letters by which a word is longer than its stem at the most („Bürgerinnen“: seven); longer words are not tried."""

_MARKS = re.compile("[\u0300-\u036f\u00ad]")
_WRITTEN_OUT = re.compile("(?<![qaeiouy])ue")  # not in „Quelle“, „neue“, „Steuer“
_WORD = re.compile(r"\d+(?:\.\d+)+|[^\W_]+")


def folded(text: str) -> str:
    """Small letters without umlauts, accents or soft hyphens: „Überweisung“ and „Ueberweisung“ become one."""
    plain = (text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", text))).casefold()
    return _WRITTEN_OUT.sub("u", plain).replace("ae", "a").replace("oe", "o")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What a folded word shares with its inflections; never longer than the word."""
    return str(
        snowballstemmer.stemmer("german").stemWord(word)
    )  # one of its own: a stemmer serves one thread at a time


@dataclass(frozen=True)
class Index:
    """The words of a plan. ``words`` are sorted; the items and weights of the n-th are the entries from ``starts[n]``
    up to ``starts[n + 1]``. ``numbers`` are numbers and OZG-IDs as a whole, with the positions of their items."""

    keys: tuple[str, ...]
    words: list[str]
    starts: np.ndarray
    items: np.ndarray
    weights: np.ndarray
    numbers: Mapping[str, list[int]]


def search(plan: PlanView | Index, words: str) -> list[str]:
    """The keys of goals, Wegmarken, measures and services that contain every searched word, the best first.

    Equal ones keep the order of the plan. Who searches often keeps the `index` of the plan.
    """
    known = plan if isinstance(plan, Index) else index(plan)
    ranks = np.zeros(len(known.keys))
    everywhere = np.ones(len(known.keys), dtype=bool)
    searched = words.split()
    for word in searched:
        found = _ranks(known, word)
        ranks += found
        everywhere &= found > 0
    if not searched or not everywhere.any():
        return []
    hits = np.flatnonzero(everywhere)
    return [known.keys[hit] for hit in hits[np.argsort(-ranks[hits], kind="stable")]]


# What a plan's words are.


def index(view: PlanView) -> Index:
    """The words of the goals, Wegmarken, measures and services of a plan."""
    keys: list[str] = []
    entries: dict[str, dict[int, float]] = {}
    numbers: dict[str, list[int]] = {}
    bodies = {str(key): " ".join(map(str, row)) for key, row in _bodies(view)}
    for kind in KINDS:
        items = view.table(kind)
        first = len(keys)
        keys += map(str, items.index)
        for weight, texts in _texts(items, bodies):
            for at, text in enumerate(texts, first):
                for word in _WORD.findall(folded(text)) if text else ():
                    known = entries.setdefault(word, {})
                    if known.get(at, 0.0) < weight:
                        known[at] = weight
        for name in NUMBERS:
            for at, number in enumerate(items.get(name, ()), first):
                if isinstance(number, str) and number:
                    numbers.setdefault(folded(number), []).append(at)
    words = sorted(entries)
    lengths = np.array([0, *(len(entries[word]) for word in words)])
    return Index(
        keys=tuple(keys),
        words=words,
        starts=np.cumsum(lengths),
        items=np.array([at for word in words for at in entries[word]], dtype="int64"),
        weights=np.array([weight for word in words for weight in entries[word].values()], dtype="float64"),
        numbers=numbers,
    )


def _bodies(view: PlanView) -> Iterable[tuple[object, tuple[object, ...]]]:
    names = view.bodies[["short_name", "name"]]
    return zip(view.bodies.index, names.itertuples(index=False, name=None), strict=True)


def _texts(items: pd.DataFrame, bodies: Mapping[str, str]) -> Iterator[tuple[float, Iterator[str]]]:
    """For each searched field its weight and the text of each item."""
    weights = {**dict.fromkeys(NUMBERS, NUMBER_WEIGHT), **FIELDS}
    for name, weight in weights.items():
        if name in items.columns:
            yield weight, map(_text, items[name])
    if "ministry_at" in items.columns:
        yield BODY_WEIGHT, (bodies.get(str(key), "") for key in items["ministry_at"])


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return " ".join(map(str, value))
    return "" if value is None or value != value else str(value)


# What a searched word finds.


def _ranks(known: Index, word: str) -> np.ndarray:
    """For each item how well it bears the word; 0: not at all. A number counts as a whole, „SK-3“ also as two words."""
    ranks = np.zeros(len(known.keys))
    parts = _WORD.findall(folded(word))
    for position, part in enumerate(parts):
        found = _word_ranks(known, part)
        ranks = found if position == 0 else np.where((ranks > 0) & (found > 0), np.minimum(ranks, found), 0.0)
    for at in known.numbers.get(folded(word), ()):
        ranks[at] = NUMBER_WEIGHT
    return ranks


def _word_ranks(known: Index, word: str) -> np.ndarray:
    ranks = np.zeros(len(known.keys))
    ways = _ways(known, word)
    positions = np.fromiter(ways.keys(), dtype="int64", count=len(ways))
    starts = known.starts[positions]
    lengths = known.starts[positions + 1] - starts
    entries = np.repeat(starts - lengths.cumsum() + lengths, lengths) + np.arange(lengths.sum())
    goodness = np.repeat(np.fromiter(ways.values(), dtype="float64", count=len(ways)), lengths)
    np.maximum.at(ranks, known.items[entries], known.weights[entries] * goodness)
    return ranks


def _ways(known: Index, word: str) -> dict[int, float]:
    """The positions of the words that are meant, each with the best way it is found by."""
    if word[0].isdigit():
        return dict.fromkeys(_numbers_meant(known, word), EXACT)
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
    return ways or dict.fromkeys(_mistyped(known.words, word), BY_TYPO)


def _numbers_meant(known: Index, word: str) -> Iterator[int]:
    """A number is meant as it stands; one of three digits or more also as a beginning („1005“: 10052), not „1.1“."""
    for position in _beginning(known.words, word):
        if known.words[position] == word or (len(word) > 2 and word.isdigit()):
            yield position


def _beginning(words: list[str], start: str) -> range:
    """The positions of the words that begin so."""
    return range(bisect_left(words, start), bisect_left(words, start + "\U0010ffff"))


def _mistyped(words: list[str], word: str) -> set[int]:
    """The positions of words that differ by few letters, or begin so, with the same first letter."""
    if len(word) < MAKES_A_PART:
        return set()
    allowed = 1 if len(word) < 2 * MAKES_A_PART else 2
    near = process.extract(word, words, scorer=OSA.distance, score_cutoff=allowed, limit=None)
    positions = {position for _, _, position in near if not words[position][0].isdigit()}
    alike = _beginning(words, word[0])
    for length in range(len(word) - 1, len(word) + 2):
        heads = [words[position][:length] for position in alike]
        found = process.extract(word, heads, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        positions |= {alike[position] for _, _, position in found}
    return positions
