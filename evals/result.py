"""What a suite found, and the shares that are reported."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from evals.case_files import Stretch, Thresholds
from evals.judge import Verdict


@dataclass(frozen=True)
class CaseResult:
    """One question asked.

    Attributes:
        paraphrase_of: id of the case whose other wording this is.
        agrees: for a paraphrase: same status and rows as the case's own wording.
        got, want: short texts for the list of misses.
        source_line: line of the users' questions.
    """

    id: str
    question: str
    area: str
    ops: tuple[str, ...]
    verdict: Verdict
    status: str
    reading: str = ""
    got: str = ""
    want: str = ""
    milliseconds: float = 0.0
    llm_calls: int = 0
    paraphrase_of: str | None = None
    agrees: bool | None = None
    source_line: int | None = None


@dataclass(frozen=True)
class Tally:
    """Right and all, of a group of cases."""

    right: int
    all: int

    @property
    def share(self) -> float:
        """Right ÷ all; 1 for an empty group."""
        return self.right / self.all if self.all else 1.0


@dataclass(frozen=True)
class SuiteResult:
    """All results of a suite."""

    suite: str
    results: tuple[CaseResult, ...]
    thresholds: Thresholds

    @property
    def own(self) -> tuple[CaseResult, ...]:
        """The cases in their own wording."""
        return tuple(one for one in self.results if one.paraphrase_of is None)

    @property
    def paraphrases(self) -> tuple[CaseResult, ...]:
        """The other wordings."""
        return tuple(one for one in self.results if one.paraphrase_of is not None)

    @property
    def right(self) -> Tally:
        """Cases answered right, in their own wording."""
        return _tally(self.own)

    @property
    def wrong_but_confident(self) -> Tally:
        """Cases with a figure that is not right; here ``right`` counts the wrong ones."""
        own = self.own
        return Tally(sum(1 for one in own if one.verdict == "wrong"), len(own))

    @property
    def agreement(self) -> Tally:
        """Paraphrases that got what the case's own wording got."""
        return Tally(sum(1 for one in self.paraphrases if one.agrees), len(self.paraphrases))

    @property
    def stretches(self) -> tuple[tuple[Stretch, SuiteResult], ...]:
        """The lines that are scored apart, each as a result of its own; empty ones left out."""
        found = []
        for stretch in self.thresholds.stretches:
            part = tuple(one for one in self.results if stretch.holds(one.source_line))
            limits = Thresholds(
                right=stretch.right, wrong_but_confident=stretch.wrong_but_confident
            )
            if part:
                found.append((stretch, SuiteResult(self.suite, part, limits)))
        return tuple(found)

    @property
    def shown(self) -> tuple[CaseResult, ...]:
        """The results whose questions may be shown: all but the held-out lines."""
        hidden = [one for one in self.thresholds.stretches if one.held_out]
        return tuple(
            one for one in self.results if not any(h.holds(one.source_line) for h in hidden)
        )

    def verdicts(self) -> dict[Verdict, int]:
        """Cases by verdict, in their own wording."""
        return dict(Counter(one.verdict for one in self.own))

    def by_area(self) -> dict[str, Tally]:
        """Right by subject area."""
        return self._by(lambda one: (one.area or "其他",))

    def by_op(self) -> dict[str, Tally]:
        """Right by operator; a case counts for each of its operators."""
        return self._by(lambda one: one.ops)

    def _by(self, names: Callable[[CaseResult], tuple[str, ...]]) -> dict[str, Tally]:
        groups: dict[str, list[CaseResult]] = defaultdict(list)
        for one in self.own:
            for name in names(one):
                groups[name].append(one)
        return {name: _tally(group) for name, group in sorted(groups.items())}

    def shortfalls(self) -> tuple[str, ...]:
        """Return what lies below its threshold, in Chinese; empty = passed."""
        found = [
            f"第{stretch.first}–{stretch.last}题：{text}"
            for stretch, part in self.stretches
            for text in part.shortfalls()
        ]
        if not self.own:
            found.append("没有任何评测题")
        if self.right.share < self.thresholds.right:
            found.append(f"正确率 {self.right.share:.1%}，要求 ≥ {self.thresholds.right:.0%}")
        wrong = self.wrong_but_confident
        if wrong.all and wrong.share > self.thresholds.wrong_but_confident:
            limit = self.thresholds.wrong_but_confident
            found.append(f"答错率 {wrong.share:.1%}，要求 ≤ {limit:.0%}")
        shares = self.by_op()
        for op, least in self.thresholds.by_op.items():
            if op in shares and shares[op].share < least:
                found.append(f"{op}：正确率 {shares[op].share:.1%}，要求 ≥ {least:.0%}")
        if self.agreement.share < self.thresholds.paraphrase_agreement:
            limit = self.thresholds.paraphrase_agreement
            found.append(f"换说法一致率 {self.agreement.share:.1%}，要求 ≥ {limit:.0%}")
        return tuple(found)


def _tally(results: tuple[CaseResult, ...] | list[CaseResult]) -> Tally:
    return Tally(sum(1 for one in results if one.verdict == "right"), len(results))
