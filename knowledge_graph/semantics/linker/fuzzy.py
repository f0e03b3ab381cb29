"""Typos (one wrong character) and homophones of names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from knowledge_graph.semantics.linker.lexicon import Lexicon, Tokens, splits_word
from knowledge_graph.semantics.linker.rules import LinkRules
from knowledge_graph.semantics.linker.sound import sounds, syllable, toned
from knowledge_graph.semantics.linker.surfaces import Surfaces, Target

_LONGEST = 12
# A dictionary word seen less often than this may be a slip for a name (府河 for 抚河).
_RARE = 20
# A single character seen more often than this (的, 了, 在) is nobody's misspelling.
_PARTICLE = 3000
Hit = tuple[int, int, Target]


def _is_chinese(text: str) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in text)


@dataclass(frozen=True)
class FuzzyIndex:
    """Written forms by their sound, and by all characters but one."""

    by_sound: dict[tuple[str, ...], tuple[str, ...]]
    sound_lengths: dict[str, tuple[int, ...]]
    by_gap: dict[str, tuple[str, ...]]
    surfaces: Surfaces


def build_fuzzy(surfaces: Surfaces, rules: LinkRules) -> FuzzyIndex:
    """Index the forms long enough to be recognised when miswritten."""
    by_sound: dict[tuple[str, ...], list[str]] = defaultdict(list)
    by_gap: dict[str, list[str]] = defaultdict(list)
    lengths: dict[str, set[int]] = defaultdict(set)
    for form, targets in surfaces.items():
        least = min(rules.of(target.entity).min_fuzzy for target in targets)
        if not least <= len(form) <= _LONGEST or not _is_chinese(form):
            continue
        key = sounds(form)
        by_sound[key].append(form)
        lengths[key[0]].add(len(form))
        # Beginnings and cores of long names are too many, and too alike, to guess from.
        if len(form) >= 3 and any(target.how != "prefix" for target in targets):
            for index in range(len(form)):
                by_gap[f"{form[:index]}*{form[index + 1:]}"].append(form)
    return FuzzyIndex(
        {key: tuple(forms) for key, forms in by_sound.items()},
        {first: tuple(sorted(held, reverse=True)) for first, held in lengths.items()},
        {key: tuple(forms) for key, forms in by_gap.items()},
        surfaces,
    )


def homophones(text: str, tokens: Tokens, index: FuzzyIndex, words: Lexicon) -> Iterator[Hit]:
    """Yield names that sound like a stretch of the text that is no word of its own."""
    heard = sounds(text)
    for start, first in enumerate(heard):
        for length in index.sound_lengths.get(first, ()):
            end = start + length
            forms = index.by_sound.get(heard[start:end], ()) if end <= len(text) else ()
            if not forms:
                continue
            written = text[start:end]
            common = words.frequency(written) >= _RARE
            if written in forms or common or splits_word(tokens, start, end):
                continue
            for form in forms:
                score = _sound_score(written, form)
                if score:
                    yield from _targets(index, form, start, end, "homophone", score)


def _sound_score(written: str, form: str) -> float:
    """Score a homophone; two unlike characters with other tones are chance, not a slip."""
    same = sum(a == b for a, b in zip(written, form, strict=True))
    tones = all(toned(a) == toned(b) for a, b in zip(written, form, strict=True))
    if same == 0 and not tones:
        return 0.0
    if len(form) == 2:
        return 0.75 if same and tones else 0.65 if same else 0.5
    return 0.8 if tones else 0.7


def typos(text: str, tokens: Tokens, index: FuzzyIndex, words: Lexicon) -> Iterator[Hit]:
    """Yield names of three characters or more with one other character in their place."""
    in_word = [False] * len(text)
    for start, end in tokens:
        for at in range(start, end):
            in_word[at] = end - start > 1
    for start in range(len(text) - 2):
        for length in range(3, min(_LONGEST, len(text) - start) + 1):
            window = text[start : start + length]
            for gap in range(length):
                forms = index.by_gap.get(f"{window[:gap]}*{window[gap + 1:]}")
                if not forms or not _is_chinese(window[gap]):
                    continue
                if length < 5 and in_word[start + gap]:
                    continue
                if words.frequency(window[gap]) > _PARTICLE:
                    continue
                # 鄱阳湖|水资源: a name and the beginning of another word
                short = length < 5 or window[: length - 2] in index.surfaces
                if short and splits_word(tokens, start, start + length):
                    continue
                yield from _typo_hits(index, forms, window, gap, start)


def _typo_hits(
    index: FuzzyIndex, forms: tuple[str, ...], window: str, gap: int, start: int
) -> Iterator[Hit]:
    others = [form for form in forms if form != window]
    sounding = [form for form in others if syllable(form[gap]) == syllable(window[gap])]
    if len({index.surfaces[form] for form in sounding or others}) > 1:
        return  # 淦江流域: as near to one name as to another
    for form in sounding or others:
        alike = syllable(form[gap]) == syllable(window[gap])
        score = 0.75 if alike else 0.65 if len(form) > 4 else 0.55 if len(form) > 3 else 0.45
        yield from _targets(index, form, start, start + len(form), "typo", score)


def _targets(
    index: FuzzyIndex, form: str, start: int, end: int, how: str, score: float
) -> Iterator[Hit]:
    for target in index.surfaces[form]:
        if target.how != "abbreviation":
            note = f"{form}" if not target.note else f"{form}；{target.note}"
            scored = round(score * target.score, 3)
            if how == "typo":
                yield start, end, replace(target, how="typo", score=scored, note=note)
            else:
                yield start, end, replace(target, how="homophone", score=scored, note=note)
