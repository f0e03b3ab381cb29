"""The query compiler: a typed query becomes one readable SELECT, guarded, run and proven."""

from tools.query.compile import Compiled, compile_query
from tools.query.guard import check_select
from tools.query.run import run_query

__all__ = ["Compiled", "check_select", "compile_query", "run_query"]
