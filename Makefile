# make brief   set up and write a brief of every case in seeds/
# make test    set up and run every check
PYTHON ?= python3
BIN := .venv/bin
PYTEST_WORKERS ?= 2

.PHONY: brief test test-long lint format clean help

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

.venv/installed: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

.venv/installed-dev: pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch .venv/installed $@

brief: .venv/installed  ## write a brief of every case in seeds/ with the built-in engine
	@$(BIN)/briefing demo

lint: .venv/installed-dev  ## style, types and the import contract
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

test: lint  ## every check
	@$(BIN)/pytest -q -n $(PYTEST_WORKERS) -m 'not long'

test-long: .venv/installed-dev  ## what takes minutes or a language model
	@$(BIN)/pytest -q -m long

format: .venv/installed-dev  ## mend what ruff can mend
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

clean:  ## remove what was made here
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache briefs
