# Every target sets up what it needs, and does nothing twice.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
UV := $(shell command -v uv 2>/dev/null)
NPM := $(shell command -v npm 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help install demo test check format bench lock clean

help: ## Show what there is
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "make %-9s %s\n", $$1, $$2 }'

install: $(VENV)/.installed ## Set everything up, into .venv

demo: install ## Serve http://127.0.0.1:8000 with 2,000 generated listings (PORT= for another)
	@$(BIN)/hytte demo --port $(PORT)

test: install ## Run all tests, on SQLite and on PostgreSQL
	@$(BIN)/pytest -n 2 --dist loadgroup

check: install ## Format, lint, types, import contracts, dependencies, the API's description
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry .
	@mkdir -p .lint && $(BIN)/hytte openapi > .lint/openapi.json
	@$(BIN)/openapi-spec-validator .lint/openapi.json
ifdef NPM
	@$(MAKE) --no-print-directory .lint/.installed
	@cp lint/spectral.yaml lint/redocly.yaml .lint/
	@cd .lint && ./node_modules/.bin/spectral lint openapi.json --ruleset spectral.yaml --fail-severity hint --quiet
	@cd .lint && REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
	  ./node_modules/.bin/redocly lint openapi.json --config redocly.yaml --max-problems 1000
else
	@echo "Spectral and Redocly are left out: they need node and npm."
endif

format: install ## Format the code and mend what the linter can
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: install ## Measure, and write docs/benchmarks.md (some five minutes)
	@$(BIN)/python -m bench

lock: install ## Pin the newest allowed versions in requirements.lock (needs uv)
	@uv pip compile pyproject.toml --all-extras --group dev --universal --python-version 3.11 --upgrade \
	  --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --quiet \
	  --custom-compile-command "make lock" --output-file requirements.lock

clean: ## Remove what the targets made
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .lint hytte-demo.db*

.lint/.installed: lint/package.json
	@mkdir -p .lint && cp lint/package.json .lint/
	@cd .lint && npm install --silent --no-audit --no-fund --no-package-lock --ignore-scripts
	@touch $@

$(VENV)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "hytte needs Python 3.11 or newer; set PYTHON=")'
ifdef UV
	@test -x $(BIN)/python || uv venv --quiet --python $(PYTHON) $(VENV)
	@uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
else
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	@touch $@
