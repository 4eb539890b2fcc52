"""The house: who may import whom, how large a thing may be, what stands where."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chains.settings import HOME

BASE = {"errors", "settings", "i18n", "schema"}
DATA = BASE | {"queries", "rules"}
STORES = DATA | {"store", "intake", "sandbox"}
PURE = {"metrics", "figures", "network", "forecast"}
PEOPLE = {"access", "state", "signin"}
WATCH = {"log", "meter"}
EDGES = (
    STORES
    | PURE
    | PEOPLE
    | WATCH
    | {
        "alerts",
        "demo",
        "derive",
        "export",
        "facts",
        "backup",
        "doctor",
        "briefing",
        "risk",
        "rulebook",
    }
)

MAY_IMPORT = {
    "errors": set(),
    "settings": {"errors"},
    "i18n": {"errors", "settings"},
    "schema": BASE,
    "queries": BASE,
    "rules": BASE,
    "derive": BASE | {"export"},
    "export": BASE,
    "metrics": BASE | {"rules"},
    "figures": BASE | {"rules", "network"},
    "network": BASE,
    "forecast": BASE | {"metrics", "rules"},
    "access": BASE,
    "state": BASE | {"access"},
    "signin": BASE | {"access", "state"},
    "log": BASE,
    "meter": BASE,
    "store": DATA,
    "intake": STORES | {"access", "metrics", "rules"},
    "backup": STORES | {"state"},
    "risk": STORES | {"network"},
    "alerts": STORES | {"access", "state", "metrics", "figures"},
    "rulebook": STORES | {"metrics"},
    "doctor": STORES | PEOPLE | {"figures"},
    "sandbox": STORES,
    "demo": STORES,
    "briefing": STORES | PURE,
    "facts": STORES,
    "ui": EDGES,
    "server": EDGES,
    "cli": EDGES | {"server"},
    "__main__": {"cli"},
    "__init__": set(),
}
PAGE_MAY_IMPORT = {"ui", "i18n", "errors", "rules"} | PURE

ALONE = {
    "duckdb": {"store", "intake", "sandbox", "demo"},
    "streamlit": {"ui", "server"},
    "plotly": {"figures"},
    "networkx": {"network", "figures"},  # figures names its types only, see below
    "numba": {"network"},
    "resvg_py": {"figures"},
    "sqlalchemy": {"state"},
    "alembic": {"state"},
    "argon2": {"signin"},
    "starlette": {"server"},
    "uvicorn": {"server"},
    "anyio": {"server"},
    "prometheus_client": {"meter"},
    "pebble": {"sandbox", "intake"},
    "python_calamine": {"intake"},
    "openpyxl": {"intake", "derive"},
    "rapidfuzz": {"intake"},
    "filelock": {"store"},
    "babel": {"i18n"},
}

TOP_LEVEL = {
    ".ci",
    ".dockerignore",
    ".gitattributes",
    ".gitignore",
    ".streamlit",
    "CHANGELOG.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "chains",
    "dashboard.py",
    "data",
    "deploy",
    "docs",
    "pages",
    "pyproject.toml",
    "queries",
    "requirements-dev.lock",
    "requirements-dev.txt",
    "requirements.lock",
    "requirements.txt",
    "tests",
}
BY_NAME = {"psycopg", "authlib", "httpx", "uvloop"}  # others load them, no module of ours
PINNED = r"([\w-]+)(\[\w+\])?==[\d.]+(; sys_platform != \"win32\")? +# .+"
MODULE_OF = {
    "argon2-cffi": "argon2",
    "prometheus-client": "prometheus_client",
    "python-calamine": "python_calamine",
    "resvg-py": "resvg_py",
}
VAGUE = {"util", "utils", "helper", "helpers", "common", "misc", "services", "repositories"}
MACHINE_PATH = re.compile(r"(?<![\w.])/(work|root|home/\w+|tmp|Users/\w+)/|[A-Z]:\\Users\\")

MODULES = sorted((HOME / "chains").rglob("*.py"))
PAGES = sorted((HOME / "pages").rglob("*.py"))
SCRIPTS = [*PAGES, *sorted(HOME.glob("dashboard.py"))]
TESTS = sorted((HOME / "tests").rglob("*.py"))
SQL = sorted((HOME / "queries").rglob("*.sql"))


def name(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


def room(path: Path) -> str:
    """The part of chains/ that a module belongs to: `store` for chains/store/editions.py."""
    return path.relative_to(HOME / "chains").parts[0].removesuffix(".py")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


class Running(ast.NodeTransformer):
    """What is left of a file when the imports that only a type checker reads are taken out."""

    def visit_If(self, node: ast.If) -> ast.AST | None:
        """Drop a block for type checkers."""
        return None if ast.unparse(node.test) == "TYPE_CHECKING" else node


def imports(path: Path, *, running: bool = False) -> set[str]:
    """The dotted names that a file imports, `from chains import queries` as chains.queries."""
    found: set[str] = set()
    for node in ast.walk(Running().visit(tree(path)) if running else tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(path)}: say the whole name of what is imported"
            inside = node.module == "chains"
            found |= {f"chains.{a.name}" for a in node.names} if inside else {str(node.module)}
    return found


def rooms(path: Path) -> set[str]:
    """The rooms of chains/ that a file imports."""
    return {full.split(".")[1] for full in imports(path) if full.startswith("chains.")}


def functions(path: Path) -> Iterator[tuple[str, int]]:
    """Every function with the number of lines of its body, the docstring left out."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and node.body[1:] else node.body
            yield node.name, int(body[-1].end_lineno or 0) - body[0].lineno + 1


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def tracked() -> list[Path]:
    """The files that git knows or would take up."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=HOME, check=True, capture_output=True).stdout
    paths = [HOME / part for part in listed.decode().split("\0") if part]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_imports_point_inwards(path: Path) -> None:
    here = room(path)
    assert here in MAY_IMPORT, f"say in this test what chains/{here} may import"
    assert rooms(path) - {here} <= MAY_IMPORT[here]


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_each_library_has_its_one_room(path: Path) -> None:
    used = {full.split(".")[0] for full in imports(path, running=True)}
    strangers = {lib for lib in used & ALONE.keys() if room(path) not in ALONE[lib]}
    assert strangers == set()
    assert not used & {"pages", "dashboard", "tests"}


@pytest.mark.parametrize("path", sorted((HOME / "chains" / "figures").rglob("*.py")), ids=name)
def test_a_figure_names_graphs_and_computes_nothing_on_them(path: Path) -> None:
    used = set(re.findall(r"\b(?:nx|networkx)\.(\w+)", path.read_text(encoding="utf-8")))
    assert used <= {"DiGraph", "Graph"}


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_the_screen_keeps_session_state(path: Path) -> None:
    names = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)}
    assert "session_state" not in names or room(path) == "ui"


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_page_names_questions_and_passes_values(path: Path) -> None:
    used = {full.split(".")[0] for full in imports(path)}
    assert not used & {"pandas", "numpy", "plotly", "networkx", "duckdb", "pages"}
    assert path in SCRIPTS[-1:] or rooms(path) <= PAGE_MAY_IMPORT
    assert not re.search(r"(?i)['\"]\s*(select|with)\s", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=name)
def test_a_page_is_at_most_60_lines(path: Path) -> None:
    assert lines(path) <= 60


def test_pages_live_one_folder_down_under_names_of_their_own() -> None:
    assert [name(path) for path in PAGES if len(path.relative_to(HOME).parts) != 3] == []
    stems = [re.sub(r"^\d+_", "", path.stem) for path in PAGES]
    assert sorted(stems) == sorted(set(stems))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_a_module_is_under_200_lines(path: Path) -> None:
    assert lines(path) < 200


def test_what_is_imported_is_pinned_with_a_word_why() -> None:
    used = {full.split(".")[0] for path in MODULES + SCRIPTS for full in imports(path)}
    lines = (HOME / "requirements.txt").read_text(encoding="utf-8").splitlines()[1:]
    pinned = [re.fullmatch(PINNED, line) for line in lines]
    assert None not in pinned
    named = {MODULE_OF.get(one[1], one[1]) for one in pinned if one}
    assert named == (used | BY_NAME) - sys.stdlib_module_names - {"chains"}


def test_a_lock_names_no_index_and_has_a_hash_for_all() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (HOME / lock).read_text(encoding="utf-8")
        assert "://" not in text
        packages = re.findall(r"^[\w.-]+==.*(?:\n    --hash=sha256:\w{64}.*)+$", text, re.MULTILINE)
        assert len(packages) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE)) > 30


@pytest.mark.parametrize("path", MODULES + SCRIPTS, ids=name)
def test_no_function_is_over_40_lines(path: Path) -> None:
    assert [one for one, size in functions(path) if size > 40] == []


def test_functions_are_small() -> None:
    sizes = sorted(size for path in MODULES for _, size in functions(path))
    assert statistics.median(sizes) <= 6
    assert sizes[len(sizes) * 9 // 10] < 20


@pytest.mark.parametrize("path", SQL, ids=name)
def test_a_question_is_under_60_lines(path: Path) -> None:
    assert lines(path) < 60


@pytest.mark.parametrize("path", MODULES + SCRIPTS + TESTS, ids=name)
def test_a_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree(path))


def test_nothing_has_a_name_that_says_nothing() -> None:
    parts = {part for path in tracked() for part in path.relative_to(HOME).with_suffix("").parts}
    assert parts & VAGUE == set()


def test_the_top_level_holds_only_what_is_named() -> None:
    assert {path.relative_to(HOME).parts[0] for path in tracked()} <= TOP_LEVEL


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    found = []
    for path in tracked():
        text = path.read_bytes().decode("utf-8", errors="replace")
        found += [f"{name(path)}: {hit.group()}" for hit in MACHINE_PATH.finditer(text)]
    assert found == []


@pytest.mark.parametrize("path", MODULES + SCRIPTS + TESTS, ids=name)
def test_a_silenced_check_says_why(path: Path) -> None:
    bare = re.compile(r"# (noqa(: ?\w+(, ?\w+)*)?|type: ignore(\[[\w, -]+\])?)\s*$", re.MULTILINE)
    assert not bare.search(path.read_text(encoding="utf-8"))
