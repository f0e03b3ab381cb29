# 水问 Shuiwen. `make help` lists what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
SCALE ?= 1
SEED ?= 20260916
HOST ?= 127.0.0.1
PORT ?= 8000
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --allow-unsafe \
	--strip-extras --no-emit-index-url --no-emit-trusted-host --no-emit-find-links

.PHONY: help .venv demo serve test test-slow test-vllm check format bench eval-elsewhere lock clean

help: ## this list
	@echo "水问 Shuiwen: make <target>"
	@awk 'BEGIN {FS = ":.*## "} /^[a-z.-]+:.*## / {printf "  %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.venv: $(STAMP) ## install everything the other targets need (the only target that installs)

$(STAMP): requirements.txt requirements-dev.txt pyproject.toml
	@.ci/system-packages
	@test -x $(BIN)/python || $$(.ci/python) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.txt -r requirements-dev.txt
	$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

demo: $(STAMP) ## generate the demo province, load it, serve it; prints the address and what to ask
	$(BIN)/shuiwen demo --scale $(SCALE) --seed $(SEED) --host $(HOST) --port $(PORT)

serve: $(STAMP) ## serve the data already loaded
	$(BIN)/shuiwen serve --host $(HOST) --port $(PORT)

test: $(STAMP) ## run the tests (without the slow ones)
	@.ci/browser
	@.ci/model
	$(BIN)/pytest

test-slow: $(STAMP) ## run the slow tests (full-scale data)
	$(BIN)/pytest -m slow

test-vllm: $(STAMP) ## run the tests of a model that vLLM serves, on the CPU (installs it: 6 GB)
	@.ci/model
	.ci/vllm $(BIN)/pytest -m vllm tests/vllm

check: $(STAMP) ## ruff, mypy, import rule
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(STAMP) ## let ruff mend what it can
	$(BIN)/ruff check --fix .

bench: $(STAMP) ## measure the budgets of the design and print them beside what was measured
	$(BIN)/python -m evals.bench

eval-elsewhere: $(STAMP) ## ask the proof set of the home province drawn anew and of a made-up one
	$(BIN)/shuiwen eval robust elsewhere

lock: $(STAMP) ## resolve requirements*.in again
	$(COMPILE) --upgrade -o requirements.txt requirements.in
	$(COMPILE) --upgrade -o requirements-dev.txt requirements-dev.in

clean: ## remove the environment, caches and generated data
	rm -rf $(VENV) .venv-vllm build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis var
