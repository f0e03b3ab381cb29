"""Acts: what is done to a thing, whose done and undone are two states of the model."""

from __future__ import annotations

from assistant.contracts.time import Term
from knowledge_graph.semantics.word_patterns import Words


class Act(Term):
    """An act people tell of in many ways: 建了档, 档案还没建好, 没有档案 (not written out each).

    Attributes:
        name: code name of the act.
        done, undone: states of things it was done to, and of things it was not.
        verbs: what is done (建、补建).
        attained: verbs that tell by themselves that it is done (收到通知).
        results: endings of the verbs that say the same again (建好).
        objects: what it is done to or made (档、档案); empty = the verb alone tells.
        bare: the verb alone tells too, once denied (没建).
        has: the object can be had and lacked (有档案、没有档案).
    """

    name: str
    done: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    verbs: Words = ()
    attained: Words = ()
    results: Words = ()
    objects: Words = ()
    bare: bool = False
    has: bool = False
