"""The entity linker: which named objects a sentence speaks of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.contracts.ports import NamedRow
from knowledge_graph.semantics.grammar.chars import clean
from knowledge_graph.semantics.linker.fuzzy import Hit, build_fuzzy, homophones, typos
from knowledge_graph.semantics.linker.lexicon import Tokens, cut_words, lexicon
from knowledge_graph.semantics.linker.rules import link_rules
from knowledge_graph.semantics.linker.surfaces import Target, build, prefixes
from knowledge_graph.semantics.model import PlaceAlias
from knowledge_graph.semantics.spans import NameItem, Span

_COMMON = 100
_LIST_MARKS = "、,和跟与及"


class Linker:
    """Finds names by full and short form, nickname, abbreviation, beginning, sound and typo.

    Built once from the named rows; ``spans`` is pure and may be called from many threads.
    """

    def __init__(self, rows: tuple[NamedRow, ...], aliases: tuple[PlaceAlias, ...]) -> None:
        self._rules = link_rules()
        self._words = lexicon()
        self._rows = rows
        self._surfaces = build(rows, aliases, self._rules)
        self._prefixes = prefixes(rows, self._rules, self._surfaces)
        self._fuzzy = build_fuzzy(self._surfaces, self._rules)
        lengths: dict[str, set[int]] = defaultdict(set)
        for form in self._surfaces:
            lengths[form[:1]].add(len(form))
        self._lengths = {char: sorted(held, reverse=True) for char, held in lengths.items()}
        self._parents = {(row.entity, row.key): row.parent for row in rows}
        self._longest_prefix = max(map(len, self._prefixes), default=0)

    def place_forms(self) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
        """Return how places may be written, with the (entity, keys) each form stands for."""
        return {
            form: tuple((target.entity, target.keys) for target in targets)
            for form, targets in self._surfaces.items()
            if len(form) > 1 and all(self._rules.of(target.entity).whole for target in targets)
        }

    def spans(self, text: str) -> list[Span]:
        """Return the names in ``text``, in order; an ambiguous name gives one span an entity.

        A longer name hides the names inside it; a misspelling never overlaps a true name.
        """
        plain = clean(text)
        tokens = self._words.tokens(plain)
        sure = _longest(self._exact(plain, tokens))
        taken = _covered(sure)
        partly = [hit for hit in self._beginnings(plain) if not _inside(hit, sure)]
        guesses = [
            hit
            for hit in (
                *homophones(plain, tokens, self._fuzzy, self._words),
                *typos(plain, tokens, self._fuzzy, self._words),
            )
            if _free(hit, taken, sure) and not _begun(hit, (*sure, *partly))
        ]
        hits = [*_longest([*sure, *partly, *guesses])]
        hits.extend(self._abbreviations(plain, tokens, _covered(hits)))
        return [_span(text, hit) for hit in sorted(self._ranked(hits), key=_order)]

    def _exact(self, text: str, tokens: Tokens) -> Iterator[Hit]:
        found = list(self._written(text))
        edges = {(start, end) for start, end, _ in found}
        for start, end, target in found:
            cut = cut_words(tokens, start, end)
            # 高安上高宜丰: a dictionary word across two names does not count.
            real = [
                (a, b)
                for a, b in cut
                if not _bridged(a, b, start, end, edges)
                and (a < start or text[end:b] not in self._rules.tails)
            ]
            score = self._doubt(text[start:end], target, start, real)
            if score > 0:
                yield start, end, replace(target, score=score)

    def _written(self, text: str) -> Iterator[Hit]:
        for start, char in enumerate(text):
            for length in self._lengths.get(char, ()):
                form = text[start : start + length]
                if length < 2 or len(form) < length:
                    continue
                for target in self._surfaces.get(form, ()):
                    yield start, start + length, target

    def _doubt(
        self, form: str, target: Target, start: int, cut: list[tuple[int, int]]
    ) -> float:
        """Lower the score of a short form that is an ordinary word, or cuts one."""
        if len(form) > 3 or (target.how == "exact" and len(form) > 2):
            return target.score
        if any(a < start for a, _ in cut):
            return 0.3 if target.how == "exact" else 0.0
        if cut:
            # A longer word that begins with the name (鄱阳湖) may still mean the place.
            return 0.4
        if target.how == "alias":
            # A nickname was written down on purpose, even if it is a word (全省).
            return target.score
        if form in self._rules.ordinary:
            return 0.4
        tag = self._words.tags.get(form)
        ordinary = tag is not None and tag not in self._rules.proper_tags
        if ordinary and self._words.frequency(form) >= _COMMON:
            return 0.4
        return target.score

    def _beginnings(self, text: str) -> Iterator[Hit]:
        for start in range(len(text) - 2):
            if text[start : start + 3] not in self._prefixes and not self._long_start(text, start):
                continue
            for length in range(min(self._longest_prefix, len(text) - start), 2, -1):
                held = self._prefixes.get(text[start : start + length])
                if held:
                    score = (0.85 if len(held) == 1 else 0.6) - (0.15 if length == 3 else 0)
                    for index in held:
                        row = self._rows[index]
                        target = Target(row.entity, (row.key,), row.name, "prefix", score)
                        yield start, start + length, target
                    break

    def _long_start(self, text: str, start: int) -> bool:
        """Tell whether a place name stands here, whose objects may follow."""
        return any(
            length >= 2 and text[start : start + length] in self._surfaces
            for length in self._lengths.get(text[start], ())
        )

    def _abbreviations(self, text: str, tokens: Tokens, taken: set[int]) -> Iterator[Hit]:
        marks = {
            at
            for at, char in enumerate(text)
            if at not in taken
            and any(t.how == "abbreviation" for t in self._surfaces.get(char, ()))
        }
        # A character inside an ordinary word (洪 in 洪水) is no abbreviation.
        alone = {
            at for a, b in tokens if marks.issuperset(range(a, b)) for at in range(a, b)
        }
        for at in sorted(alone):
            listed = self._listed(text, at, marks)
            if not listed and self._words.frequency(text[at]) > 5000:
                score = 0.35
            else:
                score = 0.9 if listed else 0.75
            for target in self._surfaces[text[at]]:
                if target.how == "abbreviation":
                    yield at, at + 1, replace(target, score=score)

    def _listed(self, text: str, at: int, marks: set[int]) -> bool:
        """Tell whether another abbreviation stands beside this one (洪浔饶, 洪、浔)."""
        for step in (-1, 1):
            if at + step in marks:
                return True
            beyond = at + 2 * step
            if beyond in marks and text[at + step] in _LIST_MARKS:
                return True
        return False

    def _ranked(self, hits: Iterable[Hit]) -> list[Hit]:
        """Put a parent (吉安市) before its child of the same short name (吉安县)."""
        by_place: dict[tuple[int, int], list[Hit]] = defaultdict(list)
        for hit in hits:
            by_place[hit[0], hit[1]].append(hit)
        out: list[Hit] = []
        for (start, end), group in by_place.items():
            parents = {self._parents.get((t.entity, t.keys[0])) for _, _, t in group}
            has_parent = {key for _, _, t in group for key in t.keys} & parents
            for _, _, target in group:
                child = self._parents.get((target.entity, target.keys[0])) in has_parent
                score = round(target.score * 0.85, 3) if child and has_parent else target.score
                out.append((start, end, replace(target, score=score)))
        return out


def _bridged(
    a: int, b: int, start: int, end: int, edges: set[tuple[int, int]]
) -> bool:
    """Tell whether the rest of the word ``[a, b)`` belongs to a name beside ``[start, end)``."""
    before = a >= start or any(high == start and low <= a for low, high in edges)
    after = b <= end or any(low == end and high >= b for low, high in edges)
    return before and after


def _covered(hits: Iterable[Hit]) -> set[int]:
    return {at for start, end, _ in hits for at in range(start, end)}


def _inside(hit: Hit, sure: Iterable[Hit]) -> bool:
    """Tell whether a partial match adds nothing to, or cuts, a sure one."""
    start, end, _ = hit
    for low, high, _ in sure:
        if low <= start and end <= high:
            return True
        if low < start < high or low < end < high:
            return True
    return False


def _free(hit: Hit, taken: set[int], sure: list[Hit]) -> bool:
    """Tell whether a guess leaves every true name whole (it may hold one inside a longer name)."""
    start, end, _ = hit
    if not any(at in taken for at in range(start, end)):
        return True
    return end - start >= 5 and not _inside(hit, sure)


def _begun(guess: Hit, partly: Iterable[Hit]) -> bool:
    """潦河灌区渠首抽水: the name is cut short, and what follows is no misspelling of its end."""
    start, end, target = guess
    return any((low, high) == (start, end - 1) and found.keys == target.keys
               for low, high, found in partly)


def _longest(hits: Iterable[Hit]) -> list[Hit]:
    """Keep the longest hits; those that overlap one kept at another extent are dropped."""
    kept: list[Hit] = []
    extents: list[tuple[int, int]] = []
    best: dict[tuple[int, int, str, tuple[str, ...]], Hit] = {}
    for hit in hits:
        key = (hit[0], hit[1], hit[2].entity, hit[2].keys)
        if key not in best or best[key][2].score < hit[2].score:
            best[key] = hit
    for hit in sorted(best.values(), key=_weight):
        start, end, _ = hit
        if any(
            (a, b) != (start, end) and start < b and a < end for a, b in extents
        ):
            continue
        extents.append((start, end))
        kept.append(hit)
    return kept


def _weight(hit: Hit) -> tuple[bool, int, float, int]:
    start, end, target = hit
    return target.score < 0.5, start - end, -target.score, start


def _order(hit: Hit) -> tuple[int, float, str, tuple[str, ...]]:
    return hit[0], -hit[2].score, hit[2].entity, hit[2].keys


def _span(text: str, hit: Hit) -> Span:
    start, end, target = hit
    item = NameItem(
        entity=target.entity, keys=target.keys, name=target.name, how=target.how,
        note=target.note, maybe=target.maybe,
    )
    return Span(start=start, end=end, text=text[start:end], item=item, score=target.score)
