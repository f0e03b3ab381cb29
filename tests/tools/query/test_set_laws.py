"""Sets obey their algebra, whatever they are made of."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.tools.query.strategies import AUGUST, HOLDER_TESTS, attr, holders, sets, tests

EVERYBODY = {"h1", "h2", "h3", "h4", "h5", "h6"}
few = settings(max_examples=15, deadline=None, derandomize=True,
               suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip


def members(ask, of: object) -> set[object]:
    rows = ask.rows({"over": of, "columns": [{"expr": "holder_id"}], "context": {"time": AUGUST}})
    found = [row[-1] for row in rows]
    assert len(found) == len(set(found)), "a member stands once"
    return set(found)


def where(ask, *preds: object) -> set[object]:
    return members(ask, holders(*preds))


@few
@given(one=sets, other=sets)
def test_union_intersection_and_difference_are_those_of_sets(ask, one, other):
    a, b = members(ask, one), members(ask, other)
    assert members(ask, {"op": "union", "of": [one, other]}) == a | b
    assert members(ask, {"op": "intersect", "of": [one, other]}) == a & b
    assert members(ask, {"op": "minus", "of": one, "without": other}) == a - b


@few
@given(pred=tests)
@example(pred={"op": "measure", "left": "volume", "cmp": "<", "right": 10})
def test_not_complements_within_the_population(ask, pred):
    assert where(ask, {"op": "not", "pred": pred}) == EVERYBODY - where(ask, pred)


@few
@given(one=tests, other=tests)
def test_de_morgan(ask, one, other):
    either = where(ask, {"op": "or", "preds": [one, other]})
    neither = where(ask, {"op": "not", "pred": one}, {"op": "not", "pred": other})
    assert either | neither == EVERYBODY
    assert either & neither == set()


@few
@given(one=tests, other=tests)
def test_conditions_together_are_the_intersection(ask, one, other):
    both = where(ask, one) & where(ask, other)
    assert where(ask, one, other) == both
    assert where(ask, {"op": "and", "preds": [one, other]}) == both


@few
@given(of=sets)
def test_a_count_is_the_number_of_rows(ask, of):
    assert ask.value({"op": "count", "of": of}, time=AUGUST) == len(members(ask, of))


@few
@given(of=sets)
def test_in_set_is_membership(ask, of):
    assert where(ask, {"op": "in_set", "of": of}) == members(ask, of)


@few
@given(of=sets)
def test_a_let_stands_for_its_rows(ask, of):
    earlier = {"over": of, "context": {"time": AUGUST}}
    rows = ask.rows({
        "let": {"found": earlier}, "over": {"op": "rows", "name": "found"},
        "columns": [{"expr": "holder_id"}], "context": {"time": AUGUST},
    })  # fmt: skip
    assert {row[-1] for row in rows} == members(ask, of)


@few
@given(preds=st.permutations(HOLDER_TESTS).map(lambda p: p[:3]))
def test_clauses_in_another_order_give_the_same_statement(ask, preds):
    context = [attr("city.name", "!=", "丙市"), attr("station.batch", "=", "国控")]

    def sql(clauses: list[object], conditions: list[object]) -> str:
        return ask.compiled({
            "over": holders(*clauses), "measures": ["volume"],
            "context": {"time": AUGUST, "where": conditions},
        }).sql  # fmt: skip

    assert sql(preds[::-1], context[::-1]) == sql(preds, context)


def test_members_of_a_union_in_another_order_give_the_same_statement(ask):
    of = [holders(attr("kind", "=", "工业")), holders("holder_over")]
    for op in ("union", "intersect"):
        one, other = (ask.compiled({"over": {"op": op, "of": p}}).sql for p in (of, of[::-1]))
        assert one == other


@few
@given(n=st.integers(1, 5))
def test_the_first_n_are_among_the_first_n_plus_one(ask, n):
    def top(k: int) -> dict[str, object]:
        return {"op": "top", "of": "holder", "by": "volume", "n": k}

    assert members(ask, top(n)) <= members(ask, top(n + 1))


@few
@given(k=st.integers(1, 6), mark=st.integers(18, 24))
def test_quantifiers_imply_one_another(ask, k, mark):
    """Over days: running ⊆ at least; every ⊆ some; none excludes some."""

    def found(quantifier: str, n: int = 1) -> set[object]:
        return where(ask, {
            "op": "quantified", "quantifier": quantifier, "k": n, "over": "day",
            "pred": {"op": "measure", "left": "received", "cmp": ">=", "right": mark},
        })  # fmt: skip

    assert found("running", k) <= found("at_least", k)
    assert found("at_least", k + 1) <= found("at_least", k)
    assert found("every") <= found("some") == found("at_least", 1)
    assert found("none") & found("some") == set()
