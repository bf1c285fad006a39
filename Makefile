# Everything a fresh clone needs. `make demo` serves the archive, `make test` checks all of it; both install what they use.
PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo serve install migrate samples static test lint types imports checks test-sqlite test-postgresql bench lock clean

help: ## what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 18

# --- installing ---------------------------------------------------------------------------------------------------

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Python 3.11 is needed, and $(PYTHON) is another: install it, or call make PYTHON=/where/it/is"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing: as root, apt-get install python3-venv"; exit 1; }

$(VENV)/.runtime: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@

install: $(VENV)/.runtime ## the locked packages, into .venv

migrate: install
	$(MANAGE) migrate --verbosity 0

static: install
	$(MANAGE) collectstatic --no-input --verbosity 0

# --- the demonstration --------------------------------------------------------------------------------------------

samples: migrate
	$(MANAGE) ingest fixtures/seed.txt $(wildcard fixtures/chronicle) | tail -n 5

demo: samples static ## install, fill a database under var/ with the samples, serve on PORT
	@echo
	@echo "  The archive:  http://127.0.0.1:$(PORT)/"
	@echo "  The admin:    http://127.0.0.1:$(PORT)/admin/   after: $(MANAGE) createsuperuser"
	@echo "  To stop it:   Ctrl-C"
	@echo
	@$(MAKE) --no-print-directory serve

serve:
	@exec $(BIN)/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers 1 --no-ws --log-level warning archive.wsgi:application

# --- checking -----------------------------------------------------------------------------------------------------

test: $(VENV)/.dev lint types imports checks test-sqlite test-postgresql ## every check there is, on both databases and in a browser

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy events archive

imports: $(VENV)/.dev
	$(BIN)/lint-imports

checks: $(VENV)/.dev
	$(MANAGE) check
	DJANGO_HTTPS=1 DJANGO_ALLOWED_HOSTS=archive.example DJANGO_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') $(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run

test-sqlite: $(VENV)/.dev
	@tests/needs chromium
	$(BIN)/python -m pytest -n 2

test-postgresql: $(VENV)/.dev
	@tests/needs postgresql
	tests/with_postgresql $(BIN)/python -m pytest -n 2 -m "not browser"

bench: $(VENV)/.dev ## measure against the peers; SIZE=100k, 1m or 10m
	$(BIN)/python -m tests.bench

# --- keeping ------------------------------------------------------------------------------------------------------

lock: $(VENV)/.dev ## write requirements*.txt anew from pyproject.toml, with hashes and without any index address
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml -o requirements.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --extra dev pyproject.toml -c requirements.txt -o requirements-dev.txt

clean: ## remove the environment and everything generated
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
