# The developers' commands. They need Python 3.11 to 3.14, git and make.
#   PYTHON=python3.13 make install   another interpreter
#   VENV=.venv-313 make test         a second environment

SHELL := /bin/sh
VENV  ?= .venv
BIN   := $(VENV)/bin
RUN   := $(BIN)/python

# The environment has all that developers need, or only the part that the demo needs.
STAMP := $(VENV)/.installed
DEMO  := $(VENV)/.installed-demo
DEMO_NEEDS := $(if $(wildcard $(STAMP)),$(STAMP),$(DEMO))

SUPPORTED := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))

# The environment is rebuilt by `make install`, when its lock changes, and when PYTHON is another
# version. If it has only the demo's part, the rest is added: a demo may be running.
REBUILD := $(filter install,$(MAKECMDGOALS))
ifneq ($(origin PYTHON),undefined)
version = $(shell $(1) -c 'import sys; print(*sys.version_info[:2])' 2>/dev/null)
ifneq ($(call version,$(PYTHON)),$(call version,$(RUN)))
REBUILD := yes
endif
endif
ifneq ($(REBUILD),)
.PHONY: $(STAMP) $(DEMO)
endif

.DEFAULT_GOAL := help
.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

PIP       := $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes
# Rounded, measured on Linux.
DEMO_SIZE := 125 MB to download, 425 MB on the disk.
MORE_SIZE := 185 MB to download, 1.1 GB on the disk in all.
DEV_SIZE  := 310 MB to download, 1.1 GB on the disk.

.PHONY: install
install: $(STAMP) ## Rebuild .venv from requirements-dev.lock

$(STAMP): requirements-dev.lock
$(DEMO): requirements-demo.lock
$(STAMP) $(DEMO):
	@set -e; \
	if [ -z "$(REBUILD)" ] && [ $@ = $(STAMP) ] && [ $(DEMO) -nt requirements-demo.lock ]; then \
	  echo "Adding to $(VENV) what developers need: $(MORE_SIZE)"; \
	  $(PIP) -r $<; touch $@; rm $(DEMO); exit 0; \
	fi; \
	if [ -n "$(PYTHON)" ]; then \
	  python="$(PYTHON)"; \
	  "$$python" -c '$(SUPPORTED)' 2>/dev/null || { \
	    echo "Little Giant needs Python 3.11 to 3.14, and $$python is not one of them." >&2; exit 1; }; \
	else \
	  for python in python3 python3.14 python3.13 python3.12 python3.11 ''; do \
	    [ -n "$$python" ] || { \
	      echo "Little Giant needs Python 3.11 to 3.14, and none was found; name one with PYTHON=/path/to/python3 make install." >&2; exit 1; }; \
	    if "$$python" -c '$(SUPPORTED)' 2>/dev/null; then break; fi; \
	  done; \
	fi; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "$$python cannot make virtual environments here; on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }; \
	echo "Installing into $(VENV) with $$("$$python" -V): $(if $(filter $(DEMO),$@),$(DEMO_SIZE),$(DEV_SIZE))"; \
	"$$python" -m venv --clear $(VENV); \
	$(PIP) -r $<; touch $@

.PHONY: demo
demo: $(DEMO_NEEDS) ## Try the bot in a browser, without a token; ARGS='--port 0' passes arguments
	@$(RUN) -m bot demo$(if $(ARGS), $(ARGS))

.PHONY: run
run: $(DEMO_NEEDS) ## Run the bot on Discord; .env.example lists the settings
	@$(RUN) -m bot run$(if $(ARGS), $(ARGS))

.PHONY: check
check: format lint types layers data docker test ## The whole gate: "format" to "test" below

.PHONY: format
format: $(STAMP) ## Formatting, without changing a file
	$(RUN) -m ruff format --check .

.PHONY: lint
lint: $(STAMP) ## Ruff's rules
	$(RUN) -m ruff check .

.PHONY: types
types: $(STAMP) ## Strict types
	$(RUN) -m basedpyright --pythonpath $(RUN)

.PHONY: layers
layers: $(STAMP) ## Who may import whom
	$(RUN) $(BIN)/lint-imports --no-cache --no-logo

.PHONY: data
data: $(STAMP) ## Every record of the data set
	$(RUN) -m bot check-data

.PHONY: docker
docker: $(STAMP) ## The Dockerfile's rules
	$(BIN)/hadolint Dockerfile

JOBS ?= 2

.PHONY: test
test: $(STAMP) ## The tests, 10 to 15 minutes in two processes; ARGS='-k search' passes arguments
	$(RUN) -m pytest --numprocesses=$(JOBS) --dist=loadfile --no-loadscope-reorder$(if $(ARGS), $(ARGS))

.PHONY: fix
fix: $(STAMP) ## Format, and apply ruff's automatic fixes
	$(RUN) -m ruff format .
	$(RUN) -m ruff check --fix .

BABEL     := -m babel.messages.frontend --quiet
CATALOGUE := bot/i18n/locale/zh_CN/LC_MESSAGES/bot.po

.PHONY: texts
texts: $(STAMP) ## Update the Chinese catalogue; run before and after translating
	@set -e; pot=$$(mktemp); trap 'rm -f "$$pot"' EXIT; \
	$(RUN) $(BABEL) extract --no-default-keywords --keyword tr --keyword N_ --keyword many:1,2 \
	  --no-wrap --sort-by-file --add-location file --output "$$pot" bot cogs; \
	$(RUN) $(BABEL) update --locale zh_CN --no-fuzzy-matching --ignore-obsolete \
	  --ignore-pot-creation-date --no-wrap --input-file "$$pot" --output-file $(CATALOGUE); \
	$(RUN) -m bot.derive

.PHONY: bench
bench: $(STAMP) ## Run the benchmarks
	@$(RUN) -m tests.benchmarks

.PHONY: soak
soak: $(STAMP) ## Run the long trials: kills, random faults, an hour of memory
	@$(RUN) -m tests.soak$(if $(ARGS), $(ARGS))

LOCK := -m uv --no-config pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: lock
lock: $(STAMP) ## Rebuild the three lock files with the newest releases that fit
	$(RUN) $(LOCK) --group dev --output-file requirements-dev.lock
	$(RUN) $(LOCK) --group demo --constraint requirements-dev.lock --output-file requirements-demo.lock
	$(RUN) $(LOCK) --constraint requirements-dev.lock --output-file requirements.lock
