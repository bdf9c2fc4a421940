# `make` alone lists what can be made. Needs Python 3.11 or newer, and nothing else.
.DEFAULT_GOAL := help
VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= python3
PIP := $(BIN)/python -m pip --disable-pip-version-check
INSTALL := $(PIP) install --quiet --no-deps
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
LOCK := $(BIN)/uv pip compile --quiet --python-version 3.11 --no-emit-index-url --generate-hashes --no-annotate --no-header pyproject.toml

help:  ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12
setup: $(READY)  ## Create the environment, and nothing else
run: $(READY)  ## Set up, fill the demo city once, serve at http://127.0.0.1:8000
	@exec $(BIN)/motcua serve --demo
test: $(READY_DEV)  ## Run every test on SQLite and on PostgreSQL
	@$(BIN)/python tests/run.py $(ARGS)
check: $(READY_DEV)  ## Style, types, architecture, migrations, translations, procedures
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy -p motcua
	$(BIN)/lint-imports
	$(BIN)/motcua makemigrations --check --dry-run
	$(BIN)/motcua translations
	$(BIN)/motcua check src/motcua/packs
format: $(READY_DEV)  ## Put the code in shape
	-$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
bench: $(READY_DEV)  ## Measure, in ratios to a control in the same run
	@$(BIN)/motcua bench $(ARGS)
wheel: $(READY_DEV)  ## Build the package into dist/
	$(PIP) wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
pages: $(READY_DEV)  ## Write the reference pages that are drawn from the code
	@PYTHONPATH=src:. DJANGO_SETTINGS_MODULE=motcua.config.settings $(BIN)/python -m tests.fitness.pages
lock: $(READY_DEV)  ## Resolve the dependencies anew
	$(LOCK) --extra build --output-file requirements/run.txt
	$(LOCK) --extra build --extra dev --output-file requirements/dev.txt
clean:  ## Remove the environment and what tools left; keeps var/
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis src/motcua.egg-info
.PHONY: help setup run test check format bench wheel pages lock clean

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("motcua needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 ...")'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python lacks its venv module. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Creating the environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
$(READY): requirements/run.txt pyproject.toml setup.py | $(BIN)/python
	@echo "Installing what motcua needs (once; a minute or two) ..."
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-build-isolation -e .
	@touch $@
$(READY_DEV): requirements/dev.txt pyproject.toml setup.py | $(BIN)/python
	@echo "Installing what motcua and its tests need (once; a minute or two) ..."
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@$(INSTALL) --no-build-isolation -e .
	@touch $@ $(READY)
