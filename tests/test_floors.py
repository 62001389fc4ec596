"""What import-linter cannot see: which parts of Django and of other packages a floor may use."""

import ast
import sys
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parent.parent / "cancellations"

# the rules know no database and no web; of Django only how to mark words for translation
DOMAIN_MAY_USE = {"django.utils.translation", "django.utils.functional", "babel", "holidays", "phonenumbers", "stdnum"}
MODELS_MAY_NOT_USE = {"django.http", "django.forms", "django.shortcuts", "django.views", "django_htmx"}


def imports_of(path: Path) -> set[str]:
    """What the module needs while it runs; types alone may come from anywhere."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if not _is_for_types(node)]
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def _is_for_types(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def within(module: str, packages: set[str]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def floor(name: str) -> list[object]:
    return [pytest.param(path, id=str(path.relative_to(APP))) for path in sorted((APP / name).rglob("*.py"))]


@pytest.mark.parametrize("path", floor("domain"))
def test_the_rules_know_no_database_and_no_web(path: Path) -> None:
    allowed = DOMAIN_MAY_USE | {"cancellations.domain"} | set(sys.stdlib_module_names)
    assert {module for module in imports_of(path) if not within(module, allowed)} == set()


@pytest.mark.parametrize("path", floor("models"))
def test_models_do_not_reach_for_the_web(path: Path) -> None:
    assert {module for module in imports_of(path) if within(module, MODELS_MAY_NOT_USE)} == set()


@pytest.mark.parametrize("path", sorted(APP.rglob("*.py")), ids=lambda path: str(path.relative_to(APP)))
def test_imports_stand_at_the_top(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        ast.unparse(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    # Django allows the checks to be imported only once the app is ready
    assert inside == ({"from cancellations import checks"} if path.name == "apps.py" else set())
