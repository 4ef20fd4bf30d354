"""The house plan holds: every package has its layer, and none reaches past it."""

import ast
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.unit

ROOT = Path(__file__).parent.parent
OUTSIDE_THE_LAYERS = {"tests", "benchmarks", "migrations"}


def contracts() -> list[dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    found: list[dict[str, object]] = settings["tool"]["importlinter"]["contracts"]
    return found


def test_every_package_at_the_root_is_in_the_layers_contract():
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    (layers,) = [each["layers"] for each in contracts() if each["type"] == "layers"]
    assert isinstance(layers, list)
    named = {name.strip() for layer in layers for name in layer.split("|")}
    assert packages - OUTSIDE_THE_LAYERS == named


def test_every_package_at_the_root_is_shipped():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    shipped = set(settings["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert shipped == packages - {"tests", "benchmarks"}


def test_migrations_see_nothing_of_the_store_but_its_tables():
    seen = {
        name
        for path in (ROOT / "migrations").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        for name in imported_names(node)
        if name.split(".")[0] == "crm_store"
    }
    assert seen
    assert {name for name in seen if not name.startswith("crm_store.schema")} == set()


def imported_names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [node.module or ""]
    return [each.name for each in node.names] if isinstance(node, ast.Import) else []


def test_no_source_file_outgrows_what_one_can_read():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in ROOT.glob("*/**/*.py")
        if not {"node_modules", ".venv"} & set(path.parts)
        and (lines := len(path.read_text().splitlines())) > 600
    }
    assert long == {}
