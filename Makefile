# make run starts the portal, make test checks it; everything else is in make help.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run prepare-dev test quality soak bench screenshots clean

# The first Python that is new enough. Inside .venv everything runs with the virtual environment's own.
PYTHON := $(shell for p in python3 python3.13 python3.12 python3.11 python3.14; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$p" && break; done)
IN_VENV := .venv/bin
TEMPLATES = $(shell git ls-files --cached --others --exclude-standard -- 'templates/*.html' '*/templates/*.html')

define check_python
	@if [ -z "$(PYTHON)" ]; then \
		echo "Python 3.11 or newer is needed; found: $$(python3 --version 2>&1 || echo none)." >&2; \
		echo "On Debian 12, Ubuntu 24.04 or newer: sudo apt-get install -y python3 python3-venv" >&2; exit 1; fi
endef

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

run: ## Start the portal with demo data on http://127.0.0.1:8000 (PORT=8001 for another port)
	$(check_python)
	@exec $(PYTHON) -m scripts.run

prepare-dev:
	$(check_python)
	@$(PYTHON) -m scripts.environment dev

test: prepare-dev ## Run all tests, those in the browser included
	@exec $(PYTHON) -m scripts.tests

quality: prepare-dev ## Check style, layers, templates, types and migrations
	$(IN_VENV)/ruff check .
	$(IN_VENV)/ruff format --check .
	$(IN_VENV)/lint-imports
	$(IN_VENV)/djangofmt --check $(TEMPLATES)
	$(IN_VENV)/djangofmt check $(TEMPLATES)
	$(IN_VENV)/mypy .
	$(IN_VENV)/python -W error manage.py makemigrations --check --dry-run --settings minato_dx.settings.test

soak: prepare-dev ## Break PostgreSQL, Redis, mail servers and relays at full length, then run all tests ten times over
	@$(PYTHON) -m scripts.tests --faults
	@exec $(PYTHON) -m scripts.tests --rounds 10

bench: prepare-dev ## Measure the pages on PostgreSQL (ARGS="--help" shows what can be chosen)
	$(IN_VENV)/python -m tests.benchmarks.web $(ARGS)

screenshots: prepare-dev ## Make the pictures of docs/ again, by the browser tests
	@exec $(PYTHON) -m scripts.tests --screenshots

clean: ## Remove everything that was installed or made, the local database included
	rm -rf .venv node_modules var test-results .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
