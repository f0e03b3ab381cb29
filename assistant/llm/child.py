"""The embedded server as a program of its own: ``python -m assistant.llm.child``; ends with us.

A crash of the native code then costs a restart of the child, not the service. It listens on
loopback alone, prints one line of JSON when it is ready, and ends when its standard input closes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any


def main(argv: Sequence[str] | None = None) -> int:
    """Serve a model until standard input closes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--adapter", default="")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--context", type=int, required=True)
    parser.add_argument("--slots", type=int, default=1)
    given = parser.parse_args(argv)
    server = _serve(given)
    print(json.dumps({"address": server.listening_address}), flush=True)
    sys.stdin.buffer.read()  # our parent holds the other end
    return 0


def _serve(given: argparse.Namespace) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = given.model
    params.model_alias = {given.name}
    params.port = 0
    params.n_ctx, params.n_parallel = given.context * given.slots, given.slots
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = given.threads
    params.n_gpu_layers = 0
    params.cache_prompt, params.ui, params.offline = True, False, True
    if given.adapter:
        params.lora_adapters = [xllamacpp.CommonAdapterLoraInfo(given.adapter, 1.0)]
        params.lora_init_without_apply = True  # requests switch it on
    return xllamacpp.Server(params)


if __name__ == "__main__":
    raise SystemExit(main())
