"""What a question leaves out and no default can stand for: the period of a volume, the form."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.contracts.algebra import AttrPred, Count, Members, Metric, StatePred
from assistant.contracts.query import MetricQuery
from assistant.contracts.terms import terms_in
from assistant.reading.asking import AskBack
from assistant.reading.nodes import Token
from knowledge_graph.semantics.model import SemanticModel

_PERIODS = ("去年", "前年", "近五年每年")
_FORMS = ("上季度季报", "去年年报", "上季度县级综合季报", "今年以来季报")
_FORM = "survey_report"
# Filing is of one period; a doubt left open or a review under way stands as of now.
_OF_A_PERIOD = frozenset({"report_due", "report_filed", "report_missing", "report_on_time",
                          "report_late", "report_not_on_time"})


def missing_part(
    query: MetricQuery, tokens: Sequence[Token], model: SemanticModel
) -> AskBack | None:
    """Return what to ask back, or None when nothing needed is missing."""
    noun = any(_FORM in token.readings.get("entity", ()) for token in tokens)
    return _period(query, model) or (None if noun else _form(query))


def _period(query: MetricQuery, model: SemanticModel) -> AskBack | None:
    """A bare volume: of which period, nobody said. Grouped or ranked, the latest year serves."""
    time = query.context.time
    if time is None or not time.assumed or query.by or query.over is not None or query.having \
            or query.limit or query.parts or query.shape not in ("value", ""):
        return None
    metrics = [o.expr for o in query.measures if isinstance(o.expr, Metric)]
    if len(metrics) != len(query.measures) or len(metrics) != 1:
        return None
    metric = model.metric(metrics[0].name)
    if metric.unit != "m3" or not metric.additive:
        return None
    return AskBack(f"没有说{metric.zh}是哪一段时间的，请选：", [("", p) for p in _PERIODS])


def _form(query: MetricQuery) -> AskBack | None:
    """还有几家没报: the state of something unsaid; 没报的表 are all that are still due."""
    if query.context.time is not None and not query.context.time.assumed or query.parts:
        return None
    if any(group.grain is not None or (group.path or "").startswith(_FORM) for group in query.by):
        return None
    counted = [m for m in terms_in(query) if isinstance(m, Members) and m.entity == _FORM]
    states = [s for m in counted for s in m.where if isinstance(s, StatePred)
              and s.name in _OF_A_PERIOD]
    said = any(isinstance(p, AttrPred) and p.path.startswith(_FORM) for p in terms_in(query))
    counts = any(isinstance(m, Count) for m in terms_in(query))
    if not states or said or not counts:
        return None
    return AskBack("没有说是哪一期、哪种表，请选：", [("", f) for f in _FORMS])


def asks_something(query: MetricQuery, tokens: Sequence[Token]) -> bool:
    """Return whether anything is asked; of bare members (哪个流域的) nothing is."""
    over = query.over
    if isinstance(over, Members) and not (over.where or query.measures or query.columns) \
            and not any(t.is_fn("ask_list", "all_of", "show", "yesno") for t in tokens):
        return False
    return bool(query.measures or over is not None or query.columns or query.parts)
