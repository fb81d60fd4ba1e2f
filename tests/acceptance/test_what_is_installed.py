"""What `pip install` brings: every template, stylesheet, script and definition, and every package with its version."""

import os
import re
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling import build

ROOT = Path(__file__).parents[2]
KINDS = (".html", ".css", ".js", ".svg", ".txt", ".yaml", ".docx", ".ini", ".mako", ".md")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> set[str]:
    """The names in the wheel of this tree."""
    before, folder = Path.cwd(), tmp_path_factory.mktemp("wheel")
    os.chdir(ROOT)
    try:
        name = build.build_wheel(str(folder))
    finally:
        os.chdir(before)
    with zipfile.ZipFile(folder / name) as opened:
        return set(opened.namelist())


def test_every_file_that_pages_letters_and_scenarios_need_is_in_the_wheel(wheel):
    needed = {str(path.relative_to(ROOT)) for path in (ROOT / "fundflow").rglob("*") if path.suffix in KINDS}
    assert any(name.endswith("nhsuk-frontend.min.css") for name in needed)
    assert needed - wheel == set()


@pytest.mark.parametrize("folder", ["workflows", "criteria", "letters"])
def test_definitions_are_in_the_wheel(folder, wheel):
    needed = {
        f"fundflow/_data/{path.relative_to(ROOT)}"
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".yaml", ".docx") and not path.name.startswith("~$")
    }
    assert needed
    assert needed - wheel == set()


def test_the_licence_of_what_is_not_ours_travels_with_it(wheel):
    assert "fundflow/web/static/nhsuk/PROVENANCE.txt" in wheel
    assert "MIT License" in (ROOT / "fundflow/web/static/nhsuk/PROVENANCE.txt").read_text()


def test_every_package_that_is_asked_for_has_one_version():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]
    lines = (ROOT / "constraints.txt").read_text().split()
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[\w.!+]+", line) for line in lines), "name==version and nothing else"
    pinned = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines}
    names = {re.sub(r"[-_.]+", "-", re.match(r"[A-Za-z0-9_.-]+", one)[0]).lower() for one in asked}
    assert names - pinned == set()
