"""Entity linker: names in a sentence to keys of the warehouse's rows."""

from knowledge_graph.semantics.linker.linker import Linker

__all__ = ["Linker"]
