# Everything that a fresh clone needs. `make demo` serves the archive, `make test` checks all of it; both install what they use.
# Packages are installed by pip itself, by hash: uv would save some 15 seconds once, but would have to be fetched first and
# knows nothing of the mirrors and certificates that a machine has set up for pip.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

PORT ?= 8000
PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3.11)
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
VAR := $(or $(ARCHIVE_VAR),var)
ARGS ?=
SIZE ?= 100k
DB ?= both
PIP := $(BIN)/python -m pip install --quiet --no-compile --only-binary :all: --require-hashes
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
export PIP_NO_INPUT := 1
# What checks and tests must not inherit from whoever calls them. Without bytecode each of the processes that tests start would compile
# all that it imports anew, for seconds.
PLAIN := env -u PYTHONDONTWRITEBYTECODE -u DATABASE_URL -u DJANGO_DEBUG -u DJANGO_HTTPS -u DJANGO_ALLOWED_HOSTS -u DJANGO_SECRET_KEY -u ARCHIVE_PUBLIC_ONLY -u ARCHIVE_REQUIRE_OTP -u ARCHIVE_TITLE -u ARCHIVE_CONTACT -u ARCHIVE_STATIC

.PHONY: help install demo migrate samples static catalogues messages free serve test lint format types imports checks needs test-sqlite test-postgresql shell-postgresql bench lock world clean FORCE

help: ## what there is to make
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 18

# --- installing ---------------------------------------------------------------------------------------------------

$(BIN)/python:
	@tests/needs python
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Python 3.11 is needed, and $(PYTHON) is another: install it, or call make PYTHON=/where/it/is"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements.txt | $(BIN)/python
	$(PIP) --requirement requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(BIN)/python
	$(PIP) --requirement requirements-dev.txt
	@touch $@ $(VENV)/.runtime

install: $(VENV)/.runtime ## the locked packages, into .venv

# --- the demonstration --------------------------------------------------------------------------------------------

# The samples are read again when they, or the code that reads them, have changed since, or when their database is gone.
SAMPLES := fixtures/seed.txt $(wildcard fixtures/chronicle)
DATABASE := $(or $(DATABASE_URL),sqlite:///$(VAR)/archive.sqlite3)
READ := $(VAR)/.samples-$(shell printf %s '$(DATABASE)' | cksum | cut -d' ' -f1)
GONE := $(if $(filter sqlite:///$(VAR)/archive.sqlite3,$(DATABASE)),$(if $(wildcard $(VAR)/archive.sqlite3),,FORCE))

$(READ): $(VENV)/.runtime $(shell find fixtures events -name '*.py' -o -name '*.txt' -o -name '*.tsv') $(GONE)
	$(MANAGE) migrate --verbosity 0
	$(MANAGE) ingest $(SAMPLES) | tail -n 5
	@touch $@

FORCE:

migrate: install
	$(MANAGE) migrate --verbosity 0

samples: $(READ)

# The stamp lies among what was collected, so that it goes when that goes.
COLLECTED := $(or $(ARCHIVE_STATIC),$(VAR)/static)/.collected

$(COLLECTED): $(VENV)/.runtime archive/settings.py $(shell find static -type f)
	$(MANAGE) collectstatic --no-input --verbosity 0
	@touch $@

static: $(COLLECTED)

# What the pages say in other languages: translators edit the .po, programs read the .mo.
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard events/locale/*/LC_MESSAGES/django.po))

$(CATALOGUES): %.mo: %.po $(VENV)/.runtime
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

catalogues: $(CATALOGUES)

messages: $(VENV)/.runtime ## gather the words of the pages into events/locale, for translating
	$(BIN)/python -m babel.messages.frontend --quiet extract --mapping-file babel.cfg --keyword "say gettext_lazy gettext_noop ngettext_lazy pgettext_lazy" --add-comments Translators: --strip-comments --no-location --sort-output --no-wrap --project Chancery --output-file $(VAR)/django.pot .
	$(BIN)/pybabel --quiet update --domain django --input-file $(VAR)/django.pot --output-dir events/locale --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --no-wrap

free:
	@[[ "$(PORT)" =~ ^[0-9]+$$ ]] || { echo "PORT=$(PORT) is not a number: make demo PORT=8001"; exit 1; }
	@if (exec 3<>/dev/tcp/127.0.0.1/$(PORT)) 2>/dev/null; then echo "Port $(PORT) is taken by another program: make demo PORT=$$(($(PORT) + 1))"; exit 1; fi

demo: free samples static catalogues ## install, fill a database under var/ with the samples, serve on PORT
	@echo
	@echo "  The archive:  http://127.0.0.1:$(PORT)/"
	@echo "  The admin:    http://127.0.0.1:$(PORT)/admin/   once you have made yourself an account: $(MANAGE) createsuperuser"
	@echo "  To stop it:   Ctrl-C"
	@echo
	@$(MAKE) serve

serve:
	@exec $(BIN)/granian --interface wsgi --host 127.0.0.1 --port $(PORT) --workers 1 --blocking-threads 4 --backpressure 64 --no-ws --log-level warning archive.wsgi:application

# --- checking -----------------------------------------------------------------------------------------------------

test: needs lint types imports checks ## every check there is, on both databases and in a browser
	@failed=0; $(MAKE) test-sqlite || failed=1; $(MAKE) test-postgresql || failed=1; exit $$failed

needs:
	@tests/needs python chromium postgresql

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.dev ## lay the code out as lint wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.dev
	$(PLAIN) $(BIN)/mypy events archive

imports: $(VENV)/.dev
	$(BIN)/lint-imports

checks: $(VENV)/.dev
	$(PLAIN) $(MANAGE) check --fail-level WARNING
	$(PLAIN) DJANGO_HTTPS=1 DJANGO_ALLOWED_HOSTS=archive.example DJANGO_SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))') $(MANAGE) check --deploy --fail-level WARNING
	$(PLAIN) $(MANAGE) makemigrations --check --dry-run

test-sqlite: $(VENV)/.dev catalogues ## the tests on SQLite, and in a browser; ARGS="-k words" goes to pytest
	@tests/needs chromium
	$(PLAIN) $(BIN)/python -m pytest -n 2 $(ARGS)

test-postgresql: $(VENV)/.dev catalogues ## the tests of the database on a throwaway PostgreSQL
	@tests/needs postgresql
	$(PLAIN) tests/on_postgresql $(BIN)/python $(ARGS)

shell-postgresql: ## a shell with DATABASE_URL set to a throwaway PostgreSQL
	@tests/needs postgresql
	@tests/with_postgresql $${SHELL:-bash}

# --- measuring ----------------------------------------------------------------------------------------------------

bench: $(VENV)/.dev ## measure beside the peers, in one run: SIZE=100k, 1m or 10m, DB=sqlite, postgresql or both
	@tests/needs postgresql
	$(PLAIN) $(BIN)/python -m tests.bench --size $(SIZE) --db $(DB) $(ARGS)

# --- keeping ------------------------------------------------------------------------------------------------------

LOCK = $(or $(UV),$(BIN)/uv) pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 $(ARGS) pyproject.toml

lock: $(if $(UV),,$(VENV)/.dev) ## write requirements*.txt anew from pyproject.toml, with hashes; ARGS=--upgrade takes the newest
	$(LOCK) --output-file requirements.txt
	$(LOCK) --all-extras --constraint requirements.txt --output-file requirements-dev.txt

world: install ## draw the world map anew from Natural Earth's borders; needs Node, and nothing else does
	cd events/reference/drawing && npm ci --ignore-scripts --no-audit --no-fund
	PYTHONPATH=. $(BIN)/python events/reference/drawing/states.py | node events/reference/drawing/world.mjs

clean: ## remove the environment and everything generated
	rm -rf $(VENV) $(VAR) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
