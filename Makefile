# make run      set up, load the sample minutes if the store is empty, start the chat and print its address
# make test     set up, run all tests               make fast    those that need neither weights nor a browser
# make eval     the evaluation; fails when a gate fails
# make bench    how fast it all is, as a report        make soak    kill and damage stores by the hundred; hours
# make ask Q="What was agreed about the budget?"     over the samples while there are no minutes of your own
# make lint     ruff and mypy                       make clean   remove the environment and caches, never minutes

PYTHON ?= $(shell for p in python3.11 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
PY := $(VENV)/bin/python
READY := $(VENV)/.ready

# Nothing leaves the machine.
export HF_HUB_OFFLINE := 1
export TRANSFORMERS_OFFLINE := 1
export GRADIO_ANALYTICS_ENABLED := False
export ANONYMIZED_TELEMETRY := False
export TOKENIZERS_PARALLELISM := false

.PHONY: run test fast soak eval bench ask lint clean

run: $(READY)
	$(PY) app.py

test: $(READY)
	$(PY) -m pytest

fast: $(READY)
	$(PY) -m pytest -m "not slow and not browser"

soak: export SOAK := 1
soak: $(READY)
	$(PY) -m pytest tests/test_kills.py tests/test_damage.py tests/test_backup.py tests/test_expunge.py tests/test_handover.py \
		tests/test_half_states.py tests/test_keeping.py tests/test_power.py tests/test_hostile_files.py \
		tests/test_label_access.py tests/test_label_rules.py tests/test_signing_in.py tests/test_http.py \
		tests/test_injections.py tests/test_clean_questions.py tests/test_opened.py tests/test_soak.py \
		tests/test_api_schema.py -rP
	$(PY) tests/soak.py 10000

eval: $(READY)
	$(PY) -m eval run

# ONLY="floors load" measures some parts; see docs/benchmarks.md.
bench: $(VENV)/.bench
	$(PY) -m benchmarks $(ONLY)

# The question goes through the environment, so that quotes and dollars in it reach the program as typed.
ask: export QUESTION = $(value Q)
ask: $(READY)
	@test -n "$$QUESTION" || { echo 'usage: make ask Q="your question"' >&2; exit 64; }
	@if [ -e .store/catalog.sqlite ]; then $(PY) -m assistant ask "$$QUESTION"; else \
		[ -e .store-samples/catalog.sqlite ] || $(PY) -m assistant ingest eval/corpus --store .store-samples >/dev/null; \
		$(PY) -m assistant ask "$$QUESTION" --store .store-samples; fi

lint: $(READY)
	$(PY) -m ruff check .
	$(PY) -m mypy

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment is made once, and again when pyproject.toml or constraints.txt changes. Only what the project needs is
# installed, not the project. Compiling all of it would add two thirds to the wait: modules compile on first import instead.
define REQUIREMENTS
import tomllib
project = tomllib.load(open("pyproject.toml", "rb"))["project"]
print(*project["dependencies"], *project["optional-dependencies"]["test"], sep="\n")
endef

define BENCH_REQUIREMENTS
import tomllib
print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["bench"], sep="\n")
endef

# What is measured beside us is installed by whoever measures.
$(VENV)/.bench: export READ = $(BENCH_REQUIREMENTS)
$(VENV)/.bench: $(READY)
	@$(PY) -c "$$READ" > $(VENV)/bench.txt
	@$(PY) -m pip install -qq --no-input --no-compile --disable-pip-version-check -c constraints.txt -r $(VENV)/bench.txt
	@touch $@

$(READY): export READ = $(REQUIREMENTS)
$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name one with: make PYTHON=/path/to/python3" >&2; exit 69; }
	@echo "Setting up $(VENV): one to three minutes and 2 GB, once."
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -c "$$READ" > $(VENV)/requirements.txt
	@$(PY) -m pip install -qq --no-input --no-compile --disable-pip-version-check -c constraints.txt -r $(VENV)/requirements.txt
	@touch $@
