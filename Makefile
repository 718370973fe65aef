# Two commands matter: `make book` and `make test`. `make help` lists the rest.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
READY := $(VENV)/.ready
SITE := _build/html
PDF := _build/oslab.pdf
PAGES := intro.md glossary.md references.md genindex.md references.bib _config.yml _toc.yml

export PATH := $(BIN):$(PATH)
export PYTHONDONTWRITEBYTECODE := 1
# Settings of the user's own Jupyter must not leak into the book.
export JUPYTER_PLATFORM_DIRS := 1

.PHONY: help book pdf serve test check lab verify bench lock notebooks system clean
help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

# ------------------------------------------------------------------ what everything needs
$(READY): requirements.lock pyproject.toml .ci/system-packages
	@bash .ci/system-packages build
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "oslab needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V). Try: make PYTHON=python3.12 book"; exit 1; }
	@echo "Installing the locked requirements into $(VENV) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv==$(UV_VERSION)'
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

system: ## install (as root) or list the Debian packages that every check uses
	@bash .ci/system-packages build measure browser print grade kernel

# ------------------------------------------------------------------ the book
book: $(READY) ## run every notebook on this machine and build the site
	@bash .ci/system-packages measure
	@bash .ci/book $(SITE) $(PAGES)

pdf: book ## print the whole book as one PDF, with headless Chromium
	@bash .ci/system-packages browser print
	@bash .ci/pdf $(PDF)

serve: ## serve the built site on loopback
	@test -f $(SITE)/index.html || { echo "There is no site yet: make book"; exit 1; }
	@echo "http://127.0.0.1:8000  (Ctrl-C stops it)"
	@$(PYTHON) -m http.server 8000 --bind 127.0.0.1 --directory $(SITE)

lab: $(READY) ## open JupyterLab on the chapters and labs
	@$(BIN)/jupyter lab $(shell [ "$$(id -u)" -ne 0 ] || echo --allow-root) --LabApp.news_url=None \
	  --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate \
	  --LabApp.default_url=/lab/tree/chapters

notebooks: $(READY) ## run the notebooks and store the outputs that nbval compares
	@$(BIN)/python tests/notebooks/store.py $(ONLY)

# ------------------------------------------------------------------ the checks
check: $(READY) ## the quick part: format, lint, types, laws, spelling, unit tests
	@$(BIN)/ruff format --check src tests bench .ci labs
	@$(BIN)/ruff check src tests bench .ci labs
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/codespell README.md CONTRIBUTING.md CHANGELOG.md intro.md glossary.md chapters src tests
	@$(BIN)/nbstripout --verify --keep-count --keep-id chapters/*.ipynb labs/*/lab.ipynb
	@$(BIN)/pytest -q -m "not kernel and not browser and not site"

test: $(READY) ## every check there is, the book and a browser included
	@bash .ci/system-packages measure browser print grade
	@bash .ci/system-packages kernel # apart, for not every distribution has it
	@$(MAKE) check
	@$(MAKE) book
	@[ "$${BROWSER:-}" = skip ] || $(MAKE) pdf
	@echo "The notebooks, against their stored outputs"
	@OSLAB_OUTPUT=text $(BIN)/pytest -q --nbval-lax --nbval-cell-timeout=300 chapters labs -o addopts= -o filterwarnings=default -p no:cacheprovider
	@echo "The labs: what is right passes, what is wrong is caught"
	@$(BIN)/oslab verify --seeds 1 || [ $$? -eq 3 ] # 3: no sandbox on this machine, and it has said why
	@$(BIN)/pytest -q -m "kernel and not browser and not site" tests
	@$(BIN)/pytest -q -n logical --dist worksteal -m "browser or site" tests

verify: $(READY) ## prove the labs with three seeds, as every night; ONLY=clock proves one
	@bash .ci/system-packages grade
	@$(BIN)/oslab verify $(ONLY) --seeds 3

bench: $(READY) ## compare our speed with each peer, in one run, as ratios of CPU time
	@$(BIN)/python -m bench

# ------------------------------------------------------------------ upkeep
lock: ## renew requirements.lock and binder/requirements.txt from requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 requirements.txt -o requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --no-annotate --python-version 3.11 --constraint requirements.lock --custom-compile-command 'make lock' binder/requirements.in -o binder/requirements.txt

clean: ## remove what was built; keep the environment
	@rm -rf _build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
