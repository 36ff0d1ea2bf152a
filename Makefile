# Two commands are enough: make run, make test. The rest is for those who work on it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH_VENV := .venv-bench
BENCH_READY := $(BENCH_VENV)/.ready
BI_VENV := .venv-bi
BI_READY := $(BI_VENV)/.ready
# Another engine for the same models: spark, or sail, which needs no Java.
ENGINE ?= spark
ENGINE_READY := .venv-$(ENGINE)/.ready
FONDBOK_HOME ?= var
# Two at once, a file or a room to one of them (tests/conftest.py), in the order of the folders: the
# long ones come first.
AT_ONCE := -n 2 --dist loadgroup --no-loadscope-reorder
# What dbt or Dagster has to be started for is left to `make test`.
UNIT := $(filter-out %/dbt/ %/orchestration/ %/benchmarks/ %/examples/ %/publish/ %/feedback/,$(wildcard tests/unit/*/))
# The newest Python that every dependency has a wheel for.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)

export PYTHONUTF8 := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export DO_NOT_TRACK := 1
export SODA_CORE_TELEMETRY_ENABLED := false
export DAGSTER_DISABLE_TELEMETRY := true

.PHONY: help run test test-unit test-one test-thorough test-long test-model silence same-mart lint licences audit sbom format types ui setup example bench bi spark can-run-engine docs reference lock clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | \
		awk 'BEGIN {FS = ":.*## "} {printf "  make %-13s %s\n", $$1, $$2}'

run: $(READY) example ## Set up, refresh the example in var/ and print the yearly tables
	@$(BIN)/fondbok refresh --home $(FONDBOK_HOME)
	@$(BIN)/fondbok tables --home $(FONDBOK_HOME)
	@echo "Publicerad databas: $(FONDBOK_HOME)/mart/fondbok.duckdb"

test: $(READY) ## Set up and run the tests
	@echo "Running the tests (a quarter of an hour on two cores)"
	@$(BIN)/python -m pytest $(AT_ONCE) -m "not slow and not thorough"

test-thorough: $(READY) ## What takes minutes for one idea: kills, a starved machine, every page (CI)
	@$(BIN)/python -m pytest $(AT_ONCE) -m "thorough and not slow"

test-unit: $(READY) ## The tests that need no warehouse, in under a minute
	@$(BIN)/python -m pytest -q $(AT_ONCE) -m "not slow" $(UNIT)

test-one: $(READY) ## The tests of one room (AREA=intake): every folder of tests/ of that name
	@folders="$(sort $(wildcard tests/*/$(AREA)))"; \
		test -n "$(AREA)" -a -n "$$folders" || { echo "AREA= one of:" $(sort $(notdir $(patsubst %/,%,$(filter-out tests/fixtures/%,$(wildcard tests/*/*/))))); exit 2; }; \
		$(BIN)/python -m pytest -q $(AT_ONCE) -m "not slow" $$folders

test-long: $(READY) ## All of them, also the longest: fuzzing by the thousands, kills by the hundred
	@$(BIN)/python -m pytest $(AT_ONCE) --hypothesis-profile=random

test-model: $(READY) ## Run the unit tests of a dbt model (MODEL=int_fynd__formedling); make run once before
	@$(BIN)/python -m tests.model_tests $(FONDBOK_HOME) $(MODEL)

silence: $(READY) ## Damage the example at random (N=1000 times) and count what nobody is told
	@$(BIN)/python -m tests.silence.measure $(or $(N),1000)

same-mart: $(READY) ## Compare what two homes publish, table by table (A=var B=/other/home)
	@$(BIN)/python -m tests.same_mart $(A) $(B)

lint: $(READY) ## Check style, types and SQL
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/deptry .
	@$(BIN)/python -m supply.licences
	@$(BIN)/python -m engines.spellings
	@$(BIN)/sqlfluff lint --processes 2 models dbt_project/tests/*.sql fondbok/ledger/sql/*.sql fondbok/samling/sql/*.sql

licences: $(READY) ## Hold every package's licence against the list in supply/
	@$(BIN)/python -m supply.licences

audit: $(READY) ## Look the packages up among known faults: 1 some, 3 it could not look (needs a network)
	@$(BIN)/python -m supply.audit

sbom: $(READY) ## Write what the program is made of, as CycloneDX (SBOM=sbom.json)
	@$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible -o $(or $(SBOM),sbom.json) requirements.lock

format: $(READY) ## Rewrite Python to the project's style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

types: $(READY) ## Check types only
	@$(BIN)/mypy

ui: $(READY) example ## Start Dagster's UI on http://127.0.0.1:3000
	@$(BIN)/fondbok ui --home $(FONDBOK_HOME)

setup: $(READY) ## Make the environment in .venv

# Files of one's own in var/ are left alone; the marker says that the example was put there.
example: $(READY)
	@if [ ! -e $(FONDBOK_HOME)/landing ] || [ -e $(FONDBOK_HOME)/.example ]; then \
		mkdir -p $(FONDBOK_HOME)/landing; touch $(FONDBOK_HOME)/.example; \
		cp -R examples/malmo/landing examples/malmo/referens examples/malmo/kommun.toml $(FONDBOK_HOME)/; fi

bench: $(BENCH_READY) ## Measure beside other tools; docs/performance.md says more
	@echo "Measuring: half an hour at full size; ROWS=20000 takes two minutes and writes nothing"
	@$(BENCH_VENV)/bin/python -m benchmarks $(if $(ROWS),--rows $(ROWS)) $(if $(HOMES),--homes $(HOMES)) $(if $(MEMOS),--memos $(MEMOS)) $(if $(ONLY),--only $(ONLY))

spark: $(READY) can-run-engine $(ENGINE_READY) ## The models on Spark and cell by cell beside DuckDB's (needs Java 17; ENGINE=sail needs none)
	@$(BIN)/python -m engines.proof --engine $(ENGINE) $(if $(HOMES),--homes $(HOMES)) $(if $(ONLY),--only $(ONLY))

# Before half a gigabyte is fetched for it.
can-run-engine: $(READY)
	@$(BIN)/python -m engines.run $(ENGINE)

reference: $(READY) ## Write the generated pages of docs/reference
	@$(BIN)/python docs/build.py

docs: $(READY) ## Build dbt's documentation site into var/docs
	@$(BIN)/fondbok docs --home $(FONDBOK_HOME)

lock: ## Pin every dependency anew (needs uv)
	uv lock
	uv export --quiet --all-groups --all-extras --no-group bench --no-emit-project --no-header -o requirements.lock
	uv export --quiet --all-groups --no-emit-project --no-header -o requirements-bench.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header bi/superset/requirements.in -o bi/superset/requirements.lock
	for engine in spark sail; do uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header engines/$$engine.in -o engines/$$engine.lock; done

clean: ## Remove what was built from var/; landing/ and releases stay
	rm -rf $(FONDBOK_HOME)/warehouse

bi: $(READY) $(BI_READY) example ## Superset on http://127.0.0.1:8088 with a page of what is published (PORT=)
	@test -f $(FONDBOK_HOME)/mart/fondbok.duckdb || $(BIN)/fondbok refresh --home $(FONDBOK_HOME)
	@mkdir -p $(FONDBOK_HOME)/bi
	@$(BIN)/python -m bi.superset.bundle $(FONDBOK_HOME) $(FONDBOK_HOME)/bi/fondbok.zip
	@$(BI_VENV)/bin/python bi/superset/start.py $(FONDBOK_HOME)/bi $(FONDBOK_HOME)/bi/fondbok.zip --port $(or $(PORT),8088)

$(READY): requirements.lock pyproject.toml
	@$(call set_up,$(VENV),$<)
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

# The rivals of the benchmarks stay out of the project's own environment.
$(BI_READY): bi/superset/requirements.lock
	@$(call set_up,$(BI_VENV),$<)
	@touch $@

.venv-spark/.ready .venv-sail/.ready: .venv-%/.ready: engines/%.lock
	@$(call set_up,.venv-$*,$<)
	@touch $@

$(BENCH_READY): requirements-bench.lock
	@$(call set_up,$(BENCH_VENV),$<)
	@touch $@

# An environment (1) with the packages of a lock file (2).
define set_up
test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed, with the venv module."; exit 1; }; \
echo "Setting up $(1) with $(PYTHON) (a minute or two, the first time only)"; \
test -x $(1)/bin/python || $(PYTHON) -m venv $(1); \
$(1)/bin/python -m pip --version >/dev/null 2>&1 || $(1)/bin/python -m ensurepip -q; \
$(1)/bin/python -m pip install -q --disable-pip-version-check --no-deps --require-hashes -r $(2)
endef
