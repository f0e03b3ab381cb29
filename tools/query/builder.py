"""Named CTEs of one statement, put in an order in which each stands after what it reads."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable

from sqlglot import exp

from tools.query.sql import Expr


class Builder:
    """Collects CTEs; equal ones are shared, and a body may still grow until ``finish``."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        """Start empty; ``taken`` are names a CTE must not hide (the base tables)."""
        self._bodies: dict[str, Expr] = {}
        self._known: dict[Hashable, str] = {}
        self._taken = set(taken)

    def reserve(self, stem: str) -> str:
        """Return a fresh CTE name beginning with ``stem``."""
        stem = stem[:48]
        name, n = stem, 2
        while name in self._taken:
            name, n = f"{stem}_{n}", n + 1
        self._taken.add(name)
        return name

    def put(self, name: str, body: Expr) -> None:
        """Set the body of a reserved name."""
        self._bodies[name] = body

    def add(self, stem: str, body: Expr) -> str:
        """Add a CTE, or return the name of an equal one."""
        text = body.sql(dialect="duckdb")
        if text not in self._known:
            name = self.reserve(stem)
            self._known[text] = name
            self.put(name, body)
        return self._known[text]

    def recall(self, key: Hashable) -> str | None:
        """Return the CTE made for ``key`` before, if any."""
        return self._known.get(key)

    def remember(self, key: Hashable, name: str) -> None:
        """Remember the CTE made for ``key``."""
        self._known[key] = name

    def reads(self, name: str, others: Collection[str]) -> bool:
        """Whether a CTE is one of others, or reads one, straight or through what it reads."""
        seen, ahead = {name}, [name]
        while ahead:
            name = ahead.pop()
            if name in others:
                return True
            body = self._bodies.get(name)
            for table in body.find_all(exp.Table) if body is not None else ():
                if table.name in self._bodies and table.name not in seen:
                    seen.add(table.name)
                    ahead.append(table.name)
        return False

    def finish(self, final: exp.Select) -> exp.Select:
        """Return the statement: ``final`` with every CTE it needs before it."""
        ordered: list[str] = []
        self._visit(final, ordered)
        for name in ordered:
            final = final.with_(name, as_=self._bodies[name], copy=False)
        return final

    def _visit(self, body: Expr, ordered: list[str]) -> None:
        for table in list(body.find_all(exp.Table)):
            name = table.name
            if name in self._bodies and name not in ordered:
                self._visit(self._bodies[name], ordered)
                ordered.append(name)
