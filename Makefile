# One recipe for each thing that a newcomer needs; all of them set themselves up in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo serve test proofs check format docs letters migration pictures clean

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[postgres]'
	touch $@

$(VENV)/.developed: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev,oidc,postgres]'
	touch $@

# The worked round, on an embedded database, with letters, reports and pictures.
demo: $(VENV)/.installed
	$(BIN)/fundflow demo --out demo

# The pages over the demonstration, on http://127.0.0.1:8000; the clock stands at its day, and every page says so.
serve: $(VENV)/.installed demo/fundflow.db
	$(BIN)/fundflow serve --demo --folder demo

demo/fundflow.db: | $(VENV)/.installed
	$(BIN)/fundflow demo --out demo

# Every test; PYTEST adds options.
test: $(VENV)/.developed
	$(BIN)/pytest -n auto --dist worksteal -m 'not slow' $(PYTEST)

# The long proofs, whole.
proofs: $(VENV)/.developed
	$(BIN)/pytest -n auto --dist worksteal -m slow $(PYTEST)

check: $(VENV)/.developed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/fundflow check
	$(BIN)/fundflow manual --check

format: $(VENV)/.developed
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# What is made from the code and kept: reference pages, Word templates, the first revision of the schema.
docs: $(VENV)/.installed
	$(BIN)/fundflow manual
	$(BIN)/fundflow coverage --missing --pages docs/reference

letters: $(VENV)/.installed
	$(BIN)/python -m fundflow.letters.build

migration: $(VENV)/.installed
	$(BIN)/python -m fundflow.migrations.first

# The README's pictures, from the demonstration (needs Chromium, LibreOffice and pdftoppm).
pictures: demo $(VENV)/.developed
	mkdir -p docs/pictures
	$(BIN)/python -m tests.browser.pictures demo docs/pictures
	soffice --headless -env:UserInstallation=file:///tmp/fundflow-office --convert-to pdf --outdir demo/pictures \
	  "$$(ls demo/letters/*-L04-offer.docx | head -1)" >/dev/null
	pdftoppm -r 60 -f 1 -l 1 -singlefile -png demo/pictures/*-L04-offer.pdf docs/pictures/offer

clean:
	rm -rf $(VENV) demo build dist
