"""Frames: one SELECT under construction, and the rows that terms are evaluated at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlglot import exp

from knowledge_graph.semantics.model import Attribute, Entity, Relation
from tools.query.graph import Chain, Resolved, one_key
from tools.query.keys import GRAIN_SIZE, EntityKey, Key, PathKey, PeriodKey
from tools.query.sql import Expr, binary, col, lit
from tools.query.units import to_base

if TYPE_CHECKING:
    from tools.query.engine import Engine


@dataclass(frozen=True)
class Value:
    """A value of a path: its SQL, and the attribute or entity it is."""

    sql: Expr
    entity: Entity
    attribute: Attribute | None

    @property
    def type(self) -> str:
        """Attribute type; a key counts as a code."""
        return self.attribute.type if self.attribute else "code"


class Frame:
    """A SELECT that grows: tables and CTEs are joined when a term first needs them.

    Every join is many-to-one, so rows are never multiplied.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.select = exp.Select()
        self._aliases: set[str] = set()
        self._nodes: dict[tuple[str, str], Node] = {}
        self._attached: dict[tuple[str, str], str] = {}
        self.started = False
        # Grouped frames: the CTE of the groups, the leaves that say which groups there are, and
        # what those leaves hold (a group where all of it is unknown is not shown).
        self.groups = ""
        self.spine: list[tuple[str, tuple[str, ...]]] = []
        self.found: list[Expr] = []

    def alias(self, stem: str) -> str:
        """Return a fresh table alias."""
        name, n = stem, 2
        while name in self._aliases:
            name, n = f"{stem}_{n}", n + 1
        self._aliases.add(name)
        return name

    def start(self, table: str, stem: str | None = None) -> str:
        """Begin FROM with a table or CTE; return its alias."""
        name = self.alias(stem or table)
        self.select = self.select.from_(_table(table, name))
        self.started = True
        return name

    def start_entity(self, entity: Entity, table: str | None = None) -> Node:
        """Begin FROM with an entity's rows; ``table`` may stand in for its own."""
        alias = self.start(table or self.engine.entity_table(entity), entity.name)
        return Node(self, entity, alias)

    def join(self, table: str, stem: str, on: Callable[[str], Expr | None], kind: str) -> str:
        """Join a table or CTE; ``on`` gets the new alias. Return the alias."""
        alias = self.alias(stem)
        condition = on(alias)
        if not self.started:
            self.select = self.select.from_(_table(table, alias))
            self.started = True
            if condition is not None:
                self.select = self.select.where(condition)
            return alias
        if condition is None:
            self.select = self.select.join(_table(table, alias), join_type="cross")
        else:
            self.select = self.select.join(_table(table, alias), on=condition, join_type=kind)
        return alias

    def follow(self, node: Node, relation: Relation) -> Node:
        """Return the row that a relation of ``node`` leads to, joining it once."""
        known = self._nodes.get((node.alias, relation.name))
        if known is not None:
            return known
        target = self.engine.graph.entity(relation.to)
        alias = self.join(
            self.engine.entity_table(target), relation.name,
            lambda a: binary(exp.EQ, col(one_key(target), a), col(relation.column, node.alias)),
            "left",
        )
        found = Node(self, target, alias)
        self._nodes[(node.alias, relation.name)] = found
        return found

    def entity_at(self, entity: Entity, key: Expr) -> Node:
        """Return the row of an entity whose key is ``key``, joining it once."""
        text = key.sql(dialect="duckdb")
        known = self._nodes.get((text, entity.name))
        if known is None:
            alias = self.join(
                self.engine.entity_table(entity), entity.name,
                lambda a: binary(exp.EQ, col(one_key(entity), a), key), "left",
            )
            known = Node(self, entity, alias)
            self._nodes[(text, entity.name)] = known
        return known

    def attach(self, cte: str, pairs: list[tuple[str, Expr]], *, loose: bool = False) -> str:
        """Left-join a CTE on pairs of its column and our value; return the alias.

        Args:
            cte: its name.
            pairs: column of the CTE, value in this frame.
            loose: an unknown key (null) meets an unknown key.
        """
        kind = exp.NullSafeEQ if loose else exp.EQ
        text = exp.and_(*(binary(kind, lit(c), e) for c, e in pairs)).sql() if pairs else ""
        known = self._attached.get((cte, text))
        if known is None:
            known = self.join(
                cte, cte,
                lambda a: exp.and_(*(binary(kind, col(c, a), e) for c, e in pairs))
                if pairs else None,
                "left",
            )
            self._attached[(cte, text)] = known
        return known

    def where(self, condition: Expr | None) -> None:
        """Keep only rows that satisfy a condition."""
        if condition is not None:
            self.select = self.select.where(condition.copy())


@dataclass(frozen=True)
class Node:
    """A row of an entity inside a frame."""

    frame: Frame
    entity: Entity
    alias: str

    def column(self, name: str) -> Expr:
        """Return a column of the row's table."""
        return col(name, self.alias)

    def key(self) -> Expr:
        """Return the row's key.

        Raises:
            ModelFixable: the key is compound.
        """
        return self.column(one_key(self.entity))

    def chain(self, chain: Chain) -> Node:
        """Return the row at the end of a chain of relations."""
        node = self
        for relation in chain:
            node = node.frame.follow(node, relation)
        return node

    def key_at(self, chain: Chain) -> Expr:
        """Return the key at the end of a chain, without joining its last table."""
        if not chain:
            return self.key()
        return self.chain(chain[:-1]).column(chain[-1].column)

    def reach(self, entity: str) -> Node | None:
        """Return this row's row of another entity, or None when it does not lead there."""
        chain = self.frame.engine.graph.chain(self.entity.name, entity)
        return None if chain is None else self.chain(chain)

    def at(self, found: Resolved) -> Value:
        """Return the value at a resolved path, in base units."""
        if found.attribute is None:
            return Value(self.key_at(found.chain), found.entity, None)
        attribute = found.attribute
        raw = self.chain(found.chain).column(attribute.column or attribute.name)
        if attribute.type == "number":
            raw = to_base(raw, attribute.unit)
        return Value(raw, found.entity, attribute)


@dataclass(frozen=True)
class Binding:
    """A key of a row and its value in the frame."""

    key: Key
    sql: Expr
    frame: Frame
    home: Node | None = None
    name: str = ""

    def node(self) -> Node | None:
        """Return the row of an entity key."""
        if self.home is not None or not isinstance(self.key, EntityKey):
            return self.home
        return self.frame.entity_at(self.frame.engine.graph.entity(self.key.entity), self.sql)


@dataclass(frozen=True)
class Row:
    """What predicates and measures are evaluated at.

    Attributes:
        frame: the SELECT it lies in.
        bindings: its keys.
        home: the entity row whose attributes are its own (a bare path starts there).
        loose: keys may be unknown (null), and are joined as such.
        spine: its keys come from whatever its measures are grouped by.
    """

    frame: Frame
    bindings: tuple[Binding, ...] = ()
    home: Node | None = None
    loose: bool = False
    spine: bool = False

    @property
    def engine(self) -> Engine:
        """The engine that compiles."""
        return self.frame.engine

    @property
    def period(self) -> Binding | None:
        """The period key (the finest, of several), if the row has one."""
        found = [(GRAIN_SIZE[b.key.grain], b) for b in self.bindings
                 if isinstance(b.key, PeriodKey)]
        return min(found, key=lambda pair: pair[0])[1] if found else None

    def nodes(self) -> list[Node]:
        """Return the entity rows that paths may start from."""
        found = [self.home] if self.home else []
        for binding in self.bindings:
            node = binding.node() if isinstance(binding.key, EntityKey) else None
            if node is not None and node not in found:
                found.append(node)
        return found

    def starts(self) -> list[str]:
        """Return the names of the entities that paths may start from."""
        found = [self.home.entity.name] if self.home else []
        return found + [b.key.entity for b in self.bindings if isinstance(b.key, EntityKey)]

    def entity(self) -> str | None:
        """Name of the entity the row is a member of."""
        if self.home is not None:
            return self.home.entity.name
        names = [b.key.entity for b in self.bindings if isinstance(b.key, EntityKey)]
        return names[0] if names else None

    def find(self, path: str) -> Value | None:
        """Return the value of a path, or None when the row does not lead there."""
        for binding in self.bindings:
            if isinstance(binding.key, PathKey) and binding.key.path == path:
                entity = self.engine.graph.entity(binding.key.entity)
                attribute = next(a for a in entity.attributes if a.name == binding.key.attribute)
                return Value(binding.sql, entity, attribute)
        for i, start in enumerate(self.starts()):
            found = self.engine.graph.find(start, path)
            if found is None:
                continue
            if found.attribute is None and not found.chain and self.home is None:
                key = next(b for b in self.bindings
                           if isinstance(b.key, EntityKey) and b.key.entity == start)
                return Value(key.sql, found.entity, None)
            return self._start(i).at(found)
        return None

    def _start(self, i: int) -> Node:
        if self.home is not None and i == 0:
            return self.home
        entities = [b for b in self.bindings if isinstance(b.key, EntityKey)]
        node = entities[i - (1 if self.home else 0)].node()
        assert node is not None
        return node

    def rebound(self, bindings: tuple[Binding, ...]) -> Row:
        """Return the row with other keys (its measures then no longer make the spine)."""
        return replace(self, bindings=bindings, spine=False)


def _table(name: str, alias: str) -> Expr:
    table = exp.to_table(name)
    return exp.alias_(table, alias, table=True) if alias != name else table
