"""Scope: when, where and with which parameters a term is taken."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.contracts.algebra import PredT, Scalar
from tools.query.spans import Span

if TYPE_CHECKING:
    from tools.query.frame import Node


@dataclass(frozen=True)
class Scope:
    """Everything a term takes from its surroundings.

    Attributes:
        time: the period in force; None = none.
        where: conditions of the context; they narrow every base set they reach.
        narrow: conditions of a metric or of ``at``; like ``where``, but a group where none of its
            rows satisfies them still exists (its count is 0).
        soft: conditions the row already answers for; taken where they reach, else passed over.
        params: parameters of the state or metric being expanded.
        outer: entity of the row that ``outer`` references and row dates belong to.
        outer_node: that row itself, when it lies in the same SELECT.
    """

    time: Span | None = None
    where: tuple[PredT, ...] = ()
    narrow: tuple[PredT, ...] = ()
    soft: tuple[PredT, ...] = ()
    params: tuple[tuple[str, Scalar], ...] = ()
    outer: str | None = None
    outer_node: Node | None = field(default=None, compare=False)

    def at(self, time: Span | None) -> Scope:
        """Return the scope at another time."""
        return replace(self, time=time)

    def with_params(self, params: dict[str, Scalar]) -> Scope:
        """Return the scope with these parameters instead."""
        return replace(self, params=tuple(sorted(params.items())))

    def narrowed(self, where: tuple[PredT, ...]) -> Scope:
        """Return the scope with more conditions of a measure."""
        return replace(self, narrow=(*self.narrow, *where)) if where else self

    def inside(self, outer: str | None, soft: tuple[PredT, ...] = ()) -> Scope:
        """Return the scope inside a predicate: the context no longer narrows by itself."""
        return replace(self, where=(), narrow=(), soft=soft, outer=outer, outer_node=None)
