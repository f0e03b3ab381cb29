"""The result CTE: key columns, outputs and sort columns; then filtered, limited and sorted."""

from __future__ import annotations

from sqlglot import exp

from assistant.contracts.algebra import Periods
from assistant.contracts.answer import AnswerColumn
from assistant.contracts.errors import ModelFixable
from assistant.contracts.query import MetricQuery, Order, Out
from tools.query.added import added_rows
from tools.query.engine import Engine
from tools.query.frame import Binding, Row
from tools.query.keys import BinKey, EntityKey, PathKey, PeriodKey
from tools.query.labels import label_of
from tools.query.listed import tested_paths
from tools.query.order import bin_label, limited, natural_order, ordered, per_value, sort_value
from tools.query.outputs import Kind, Names, is_measure, key_label, out_column, out_name
from tools.query.rows import member_groups
from tools.query.scope import Scope
from tools.query.sql import Expr, any_of, col, lit, not_null
from tools.query.units import unit_of

_TYPES: dict[str, Kind] = {"number": "number", "date": "date", "datetime": "datetime",
                           "flag": "bool"}


def list_outs(query: MetricQuery, row: Row) -> tuple[Out, ...]:
    """Return the outputs of a list; a bare list shows the entity's own columns and those tested."""
    outs = (*query.columns, *query.measures)
    if outs or row.home is None:
        return outs
    entity = row.home.entity
    tested = tested_paths(row.engine, entity, query.over)
    paths = [p for p in dict.fromkeys((*entity.list_columns, *tested)) if p != entity.label]
    return tuple(Out.model_validate({"expr": {"op": "col", "path": p}}) for p in paths)


class Result:
    """The last steps of a compilation; holds what they share."""

    def __init__(
        self, engine: Engine, query: MetricQuery, row: Row, scope: Scope,
        outs: tuple[Out, ...], values: list[Expr], having: list[Expr],
    ) -> None:
        self.engine, self.query, self.row, self.scope = engine, query, row, scope
        self.outs, self.values, self.having = outs, values, having
        self.columns: list[AnswerColumn] = []
        self.key_count = 0
        self.key_names: list[str] = []
        self.notes: dict[str, object] = {}
        self._names = Names()
        self._selected: list[tuple[str, Expr]] = []
        self._sorts: list[exp.Ordered] = []
        self._asked: list[exp.Ordered] = []
        self._per: str | None = None
        self._cte = ""

    # ------------------------------------------------------------------------------ columns
    def finish(self) -> None:
        """Build the result CTE."""
        self._keys()
        self.key_count = len(self.columns)
        for out, value in zip(self.outs, self.values, strict=True):
            name = self._names.take(out_name(out))
            self.columns.append(out_column(out, name, self.row))
            self._selected.append((name, value))
        self._order()
        body = self._body()
        self._cte = self.engine.builder.reserve("result")
        self.engine.builder.put(self._cte, body)

    def _body(self) -> Expr:
        frame = self.row.frame
        for condition in self.having:
            frame.where(condition)
        if self.row.spine and "zero" not in self.query.add:
            frame.where(self._something_found())
        columns = [exp.alias_(value.copy(), name) for name, value in self._selected]
        if not self.query.add or set(self.query.add) == {"zero"}:
            return frame.select.select(*columns)
        columns.append(exp.alias_(lit(0), "added"))
        body: Expr = frame.select.select(*columns)
        for extra in added_rows(self):
            body = exp.union(body, extra, distinct=False)
        self.notes["added"] = True
        return body

    @property
    def selected(self) -> list[tuple[str, Expr]]:
        """Names and values of the columns of the result, sort columns included."""
        return self._selected

    def _keys(self) -> None:
        members = member_groups(self.row, self.query, self.scope) if self.query.over else []
        for binding in members:
            self._key(binding)
        for binding in self.row.bindings:
            self._key(binding, own=True)
        if self.row.home is not None and not self.row.bindings:
            for part in self.row.home.entity.key:
                self._put(f"{part}_key", self.row.home.column(part), "", "text")

    def _key(self, binding: Binding, *, own: bool = False) -> None:
        key, name = binding.key, binding.key.name
        if isinstance(key, EntityKey):
            hidden = self._put(f"{name}_key", binding.sql, "", "text")
            if own:
                self.key_names.append(hidden)
            if not self._label_shown(binding):
                self._put(name, self._label(binding), key_label(self.engine, key), "text")
            return
        if isinstance(key, BinKey):
            hidden = self._put(f"{name}_key", binding.sql, "", "number")
            self._put(name, self._bin(key, binding.sql), key_label(self.engine, key), "text")
        else:
            hidden = self._put(name, binding.sql, key_label(self.engine, key), self._type(binding))
        if own:
            self.key_names.append(hidden)

    def _put(self, stem: str, value: Expr, label: str, kind: Kind) -> str:
        name = self._names.take(stem)
        self.columns.append(AnswerColumn(name=name, label=label, type=kind))
        self._selected.append((name, value))
        return name

    def _label(self, binding: Binding) -> Expr:
        assert isinstance(binding.key, EntityKey)
        node = binding.node()
        assert node is not None
        return label_of(node)

    def _label_shown(self, binding: Binding) -> bool:
        """Whether the member's name is among the columns that were asked for."""
        if binding.home is None or not isinstance(binding.key, EntityKey):
            return False
        label = self.engine.graph.entity(binding.key.entity).label
        return any(getattr(o.expr, "path", None) == label for o in self.query.columns)

    def _bin(self, key: BinKey, value: Expr) -> Expr:
        unit = unit_of(key.measure, self.engine.model) if key.measure is not None else ""
        case = exp.Case(this=value.copy())
        for i in range(len(key.edges) + 1):
            case = case.when(lit(i), lit(bin_label(key, i, unit)))
        return case

    def _type(self, binding: Binding) -> Kind:
        key = binding.key
        if isinstance(key, PeriodKey):
            return "datetime" if key.grain == "hour" else "date"
        if isinstance(key, PathKey):
            entity = self.engine.graph.entity(key.entity)
            attribute = next(a for a in entity.attributes if a.name == key.attribute)
            return _TYPES.get(attribute.type, "text")
        return "text"

    # -------------------------------------------------------------------------------- order
    def _order(self) -> None:
        for order in self._orders():
            value = sort_value(order, self.row, self.scope, self.values)
            self._check_number(order)
            name = self._names.take("sort")
            self._selected.append((name, value))
            desc = order.direction == "desc" and not order.given
            self._asked.append(ordered(name, desc))
        if self.query.limit_per is not None:
            self._per = self._names.take("per")
            self._selected.append((self._per, per_value(self.query.limit_per, self.row)))
        for binding in self.row.bindings:
            self._sorts.append(ordered(self._sorted_by(binding), False))
        if self.row.home is not None and not self.row.bindings:
            self._sorts += [ordered(c.name, False) for c in self.columns[:self.key_count]]

    def _check_number(self, order: Order) -> None:
        """Refuse to sort by the size of what has none.

        Raises:
            ModelFixable: the column that is sorted by its absolute value is no number.
        """
        if order.absolute and isinstance(order.by, int):
            column = self.columns[self.key_count + order.by]
            if column.type != "number":
                raise ModelFixable(
                    f"{column.label}不是数字，不能按大小排序。", detail="absolute order"
                )

    def _sorted_by(self, binding: Binding) -> str:
        value = natural_order(self.row, binding.key, binding.sql)
        text = value.sql()
        for name, selected in self._selected:
            if selected.sql() == text:
                return name
        name = self._names.take("sort")
        self._selected.append((name, value))
        return name

    def _orders(self) -> tuple[Order, ...]:
        query = self.query
        if query.order or query.shape not in ("rank", "which") or not query.measures:
            return query.order
        if _periods_that(query):
            # Which year passed a mark: the years that did, in order of time (the first one first).
            return ()
        return (Order(by=len(query.columns)),)

    def ordered(self) -> exp.Select:
        """Return the outermost SELECT, without its CTEs."""
        shown = [col(c.name) for c in self.columns]
        select = exp.select(*shown).from_(self._cte)
        added = bool(self.notes.get("added"))
        if added:
            select = select.select(col("added"))
        if self.query.limit is not None:
            select = self._limited(select, self.query.limit, added)
        first = [ordered("added", False)] if added else []
        sorts = [*first, *self._asked, *self._sorts]
        return select.order_by(*(s.copy() for s in sorts)) if sorts else select

    def _limited(self, select: exp.Select, n: int, added: bool) -> exp.Select:
        """Return the first ``n`` rows as asked for; in their natural order when nothing is."""
        terms = self._asked or self._sorts
        if not terms or not (self._asked or self._per or added):
            return select.limit(n)
        mark = exp.GT(this=col("added"), expression=lit(0)) if added else None
        parts = [col("added")] if added else []
        parts += [col(self._per)] if self._per else []
        return limited(select, terms, n, parts, mark, known=bool(self._asked))

    def _something_found(self) -> Expr | None:
        """A group in which nothing was found is not shown (unless ``zero`` asks for it).

        What counts is what its measures are made of: a growth is unknown where last year is, but
        the group has data. Measures that come from tables of their own speak for themselves.
        """
        shown = [v for v, o in zip(self.values, self.outs, strict=True) if is_measure(o)]
        looked = [*self.row.frame.found, *(v for v in shown if isinstance(v, exp.Column))]
        known = {v.sql(): not_null(v) for v in looked or shown}
        return any_of(list(known.values())) if known else None


def _periods_that(query: MetricQuery) -> bool:
    """The rows are the periods in which a condition holds."""
    if isinstance(query.over, Periods):
        return bool(query.over.where)
    return bool(query.having) and len(query.by) == 1 and query.by[0].grain is not None
