"""What every seed keeps to, whatever it is about."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.seedcode.drawers import kind

REQUIRED = ("README.md", "Makefile", "pyproject.toml", ".gitignore", "tests")
FORBIDDEN = ("__pycache__", ".pytest_cache", ".ruff_cache", ".venv", "build", ".git", ".DS_Store")
TRAINING = (
    *("buildspec.yml", "pipeline.py", "project/settings.py", "project/Jenkinsfile"),
    *("project/local.py", "project/serve.py", "project/example_data.py"),
    *("steps/train.py", "steps/evaluate.py", "steps/inference.py"),
)
FIRST_SIGHT = 14  # files and folders that are not hidden
# Names of distributions that are imported under another name.
IMPORTED_AS = {
    "cfn_lint": "cfnlint",
    "scikit_learn": "sklearn",
    "scikit_lego": "sklego",
    "xgboost_cpu": "xgboost",
    "ruamel_yaml": "ruamel",
}
# Installed with what is locked, though not locked under their own name.
COMES_WITH = {"cfn_lint": {"yaml"}}


def kept(original: Path) -> list[Path]:
    """What git would keep, and so what a seed archive holds."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "."],
        cwd=original,
        capture_output=True,
        check=True,
    )
    return [original / name for name in listed.stdout.decode().split("\0") if name and (original / name).exists()]


def own_modules(original: Path) -> set[str]:
    """Everything that a seed's files may import from the seed itself."""
    return {path.stem for path in original.rglob("*.py")} | {path.name for path in original.rglob("*/")}


def locked_modules(original: Path) -> set[str]:
    """The modules of the distributions that a seed locks."""
    text = "\n".join(lock.read_text() for lock in original.rglob("*.lock"))
    names = {name.replace("-", "_").replace(".", "_").lower() for name in re.findall(r"^([\w.-]+)==", text, re.M)}
    extra = set().union(*(COMES_WITH.get(name, set()) for name in names))
    return {IMPORTED_AS.get(name, name) for name in names} | extra


def imported(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add((node.module or "").partition(".")[0])
    return found


def test_it_has_what_every_seed_has(original):
    assert [name for name in REQUIRED if not (original / name).exists()] == []


def test_a_training_seed_has_its_pipeline_and_steps(original):
    if kind(original) == "training":
        assert [name for name in TRAINING if not (original / name).exists()] == []


def test_only_what_its_owner_changes_is_at_the_root_of_a_training_seed(original):
    if kind(original) == "training":
        entries = {path.relative_to(original).parts[0] for path in kept(original)}
        assert len([name for name in entries if not name.startswith(".")]) <= FIRST_SIGHT, sorted(entries)


def test_it_has_pytest_settings_of_its_own(original):
    settings = tomllib.loads((original / "pyproject.toml").read_text())
    assert settings["tool"]["pytest"]["ini_options"]["testpaths"] == ["tests"]


def test_it_imports_itself_the_standard_library_and_what_it_locks(original):
    allowed = own_modules(original) | locked_modules(original) | set(sys.stdlib_module_names)
    foreign = {file.name: imported(file) - allowed for file in original.rglob("*.py")}
    assert {name: modules for name, modules in foreign.items() if modules} == {}


def test_every_requirement_is_locked_with_hashes(original):
    locks = list(original.rglob("*.lock"))
    assert locks
    for lock in locks:
        text = lock.read_text()
        assert lock.with_suffix(".in").exists()
        assert len(re.findall(r"^[\w.-]+==", text, re.M)) <= text.count("--hash=sha256:")


def test_it_keeps_no_caches_and_no_links(original):
    files = kept(original)
    assert files
    assert [file for file in files if set(file.relative_to(original).parts) & set(FORBIDDEN)] == []
    assert [file for file in files if file.is_symlink()] == []


def test_it_speaks_of_nothing_outside_itself(original):
    """A seed belongs to the person who starts a project from it."""
    foreign = re.compile(r"seedcode|portfolio|sandbox|\.\./\.\.", re.I)
    texts = {file: file.read_text() for file in kept(original) if file.suffix != ".lock"}
    assert [str(file) for file, text in texts.items() if foreign.search(text)] == []


def test_no_module_and_no_function_is_longer_than_a_reader_follows(original):
    for file in original.rglob("*.py"):
        text = file.read_text()
        assert len(text.splitlines()) <= 250, file
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 40, f"{file}: {node.name}"


@pytest.mark.parametrize("forbidden", ["pickle", "joblib"])
def test_models_are_saved_in_a_format_that_runs_no_code(original, forbidden):
    """A test makes one, to see it refused."""
    code = [file for file in original.rglob("*.py") if "tests" not in file.relative_to(original).parts]
    assert [file for file in code if forbidden in imported(file)] == []
