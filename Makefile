.DEFAULT_GOAL := help
SHELL := /bin/bash
VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= python3
STAMP := $(VENV)/.installed
export PYTHONPATH := src
export DJANGO_SETTINGS_MODULE := motcua.config.settings

help:  ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12
run: $(STAMP)  ## Set up, fill the demo city once, serve at http://127.0.0.1:8000
	$(BIN)/motcua serve --demo
test: $(STAMP).dev  ## Set up and run every test on SQLite and on PostgreSQL
	$(BIN)/python tests/run.py
check: $(STAMP).dev  ## Style, types, architecture, migrations, translations (no tests)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p motcua
	$(BIN)/lint-imports
	$(BIN)/python -m motcua makemigrations --check --dry-run
format: $(STAMP).dev  ## Put the code in shape
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .
bench: $(STAMP).dev  ## Measure, in ratios to a control in the same run
	$(BIN)/motcua bench
lock: $(STAMP).dev  ## Resolve the dependencies anew on Python 3.11
	$(BIN)/uv pip compile -q --python-version 3.11 --no-emit-index-url --generate-hashes --no-annotate --no-header pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile -q --python-version 3.11 --no-emit-index-url --generate-hashes --no-annotate --no-header --extra dev pyproject.toml -o requirements/dev.txt
.PHONY: help run test check format bench lock

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("motcua needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.11 …") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
$(STAMP): requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . || $(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@
$(STAMP).dev: requirements/dev.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@ $(STAMP)
