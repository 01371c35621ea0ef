"""Who may import whom. Reading this table is reading the layout."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# folder: what nothing in it imports
FORBIDDEN = {
    "templates": {
        "scripts",
        "sandbox",
        "seedcode",
        "release",
        "portfolios",
        "boto3",
        "botocore",
        "pydantic",
        "click",
        "rich",
        "os",
    },
    "templates/blocks": {"templates.products", "templates.foundations", "templates.catalog"},
    "templates/products": {"templates.foundations"},
    "templates/catalog": {"templates.products", "templates.foundations", "templates.blocks"},
    "scripts": {"sandbox", "seedcode", "release", "ministack"},
    "scripts/configuration": {"scripts.releases", "scripts.publishing", "scripts.rehearsal", "scripts.aws"},
    "scripts/releases": {"scripts.proofs", "scripts.publishing", "scripts.rehearsal", "scripts.aws"},
    "scripts/publishing": {"scripts.rehearsal", "scripts.aws", "scripts.launch"},
    "scripts/rehearsal": {"scripts.aws"},
    "scripts/gate": {"scripts.aws", "scripts.publishing", "scripts.rehearsal", "scripts.live"},
    "scripts/gate/model": {"scripts.gate.rules", "scripts.gate.mutation", "scripts.gate.scanners", "templates"},
    "scripts/gate/rules": {"scripts.gate.mutation", "scripts.gate.scanners", "scripts.gate.loading"},
    "scripts/live": {"scripts.aws", "scripts.agreement", "scripts.publishing", "scripts.rehearsal", "scripts.releases"},
    "scripts/proofs": {"scripts.publishing", "scripts.rehearsal", "scripts.aws"},
    "sandbox": {"templates", "scripts", "seedcode", "release"},
    "seedcode": {"templates", "scripts", "sandbox", "release"},
    "release": {"templates", "scripts", "sandbox", "seedcode"},
}
# package: the only folder that imports it
# A program of its own, in an environment of its own.
TASKCAT = "scripts/taskcat/stacks.py"
RESERVED = {
    "boto3": ("scripts/aws", TASKCAT, "sandbox", "seedcode", "release"),
    "botocore": ("scripts/aws", TASKCAT, "sandbox", "seedcode", "release"),
    "taskcat": (TASKCAT,),
    "ministack": ("sandbox",),
    "troposphere": ("templates",),
    "click": (
        "scripts/__main__.py",
        "scripts/agreement_commands.py",
        "scripts/gate_commands.py",
        "scripts/proof_commands.py",
    ),
    "rich": ("scripts/console.py",),
    "ruamel": ("scripts/configuration", "scripts/releases", "scripts/gate/scanners/shellcheck.py"),
    "cfnlint": ("scripts/releases/lint.py", "scripts/releases/upgrade.py"),
}
# Folders of the sandbox that import each other: a client needs the accounts, the organisation answers over HTTP.
MUTUAL = {("sandbox/api", "sandbox/world")}
RUNS_IN_AWS = "templates/foundations/functions"  # Lambda sources: the templates carry them as text
EMPTY_NAMES = {"utils", "util", "helpers", "common", "misc", "core"}
LONGEST_MODULE, LONGEST_FUNCTION = 250, 40


def modules(folder: str) -> list[Path]:
    own = (path for path in sorted((ROOT / folder).rglob("*.py")) if "__pycache__" not in path.parts)
    return [path for path in own if not path.is_relative_to(ROOT / RUNS_IN_AWS) or folder == RUNS_IN_AWS]


def every_module() -> list[Path]:
    return [
        path
        for folder in ("templates", "scripts", "sandbox", "seedcode", "release", "tests")
        for path in modules(folder)
    ]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


@pytest.mark.parametrize(("folder", "forbidden"), FORBIDDEN.items())
def test_dependencies_go_one_way(folder: str, forbidden: set[str]) -> None:
    found = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(folder)
        for name in imports(path)
        for package in forbidden
        if within(name, package)
    }
    assert found == set()


def test_folders_of_the_sandbox_do_not_import_each_other() -> None:
    known = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in modules("sandbox")
    }
    arrows = {
        (folder_of(path), folder_of(known[name]))
        for path in modules("sandbox")
        for name in imports(path)
        if name in known and name != "sandbox"
    }
    assert {(one, other) for one, other in arrows if one < other and (other, one) in arrows} == MUTUAL


def folder_of(path: Path) -> str:
    return path.parent.relative_to(ROOT).as_posix()


@pytest.mark.parametrize(("package", "places"), RESERVED.items())
def test_a_library_has_its_place(package: str, places: tuple[str, ...]) -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for folder in ("templates", "scripts", "sandbox", "seedcode", "release")
        for path in modules(folder)
        if any(within(name, package) for name in imports(path))
    }
    assert {place for place in found if not place.startswith(places)} == set()


def test_only_the_command_line_prints_and_exits() -> None:
    printing = {
        path.relative_to(ROOT).as_posix()
        for path in modules("scripts")
        if any(isinstance(node, ast.Name) and node.id == "print" for node in ast.walk(ast.parse(path.read_text())))
        or any(within(name, "sys") for name in imports(path))
    }
    assert printing <= {"scripts/__main__.py", TASKCAT}


def test_every_module_opens_with_what_it_is_for() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in every_module()
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_modules_and_functions_keep_their_size() -> None:
    large = [
        f"{path.relative_to(ROOT)}: {lines} lines"
        for path in every_module()
        if (lines := path.read_text().count("\n")) > LONGEST_MODULE
    ]
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {size} lines"
        for path in every_module()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (size := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    ]
    assert large + long == []


def test_every_name_says_something() -> None:
    assert [path.as_posix() for path in every_module() if path.stem in EMPTY_NAMES] == []


def test_nothing_private_of_the_sandbox_is_used_across_its_modules() -> None:
    foreign = {
        f"{path.relative_to(ROOT)}: {module}.{name}"
        for path in modules("sandbox")
        for module, name in private_uses(path)
        if within(module, "sandbox")
    }
    assert foreign == set()


def test_every_private_name_of_the_engine_is_checked_when_the_sandbox_starts() -> None:
    checked = {
        (module, name)
        for module, names in ast.literal_eval(assigned("sandbox/engine/hooks.py", "NAMES")).items()
        for name in names.split()
    }
    used = {
        (module, name)
        for path in modules("sandbox")
        for module, name in private_uses(path)
        if within(module, "ministack")
    }
    assert used - checked == set()


def assigned(place: str, name: str) -> ast.expr:
    """The value that a module assigns to a name."""
    tree = ast.parse((ROOT / place).read_text(encoding="utf-8"))
    found = (
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and [ast.unparse(target) for target in node.targets] == [name]
    )
    return next(found)


def private_uses(path: Path) -> Iterator[tuple[str, str]]:
    """Module and name of every name with a leading underscore that a module takes from another one."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            yield from ((node.module, alias.name) for alias in node.names if alias.name.startswith("_"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and is_private(node.attr):
            module = known.get(node.value.id, "")
            if module.rpartition(".")[2].islower():  # a module; names of classes have capitals
                yield module, node.attr


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")
