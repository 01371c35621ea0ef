"""What every seed keeps to, whatever it is about."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

REQUIRED = ("README.md", "Makefile", "pyproject.toml", ".gitignore", "tests")
FORBIDDEN = ("__pycache__", ".pytest_cache", ".ruff_cache", ".venv", "build", ".git", ".DS_Store")
TRAINING = ("buildspec.yml", "settings.py", "pipeline.py", "steps/train.py", "steps/evaluate.py", "steps/inference.py")
SHARED = (
    "aws_requests.py",
    "bench.py",
    "build_outcome.py",
    "buildspec.yml",
    "code_bundle.py",
    "data.py",
    "definition_check.py",
    "earlier.py",
    "gates.py",
    "instance_types.py",
    "jobs.py",
    "picture.py",
    "publish.py",
    "registration.py",
    "script_mode.py",
    "sdk_settings.py",
    "sagemaker.yaml",
    "settings.py",
    "steps/archive.py",
    "steps/data_digest.py",
    "steps/duplicates.py",
    "steps/gate.py",
    "steps/learning.py",
    "steps/outcome.py",
    "steps/provenance.py",
    "tests/pipeline/conftest.py",
    "tests/pipeline/test_build_outcome.py",
    "tests/pipeline/test_instance_types.py",
    "tests/pipeline/test_earlier.py",
    "tests/pipeline/test_gates.py",
    "tests/pipeline/test_picture.py",
    "tests/pipeline/test_publish.py",
    "tests/pipeline/test_sdk_settings.py",
    "tests/pipeline/test_settings.py",
    "tests/pipeline/test_stability.py",
    "tests/steps/test_absent_data.py",
    "tests/steps/test_data_digest.py",
    "tests/steps/test_duplicates.py",
    "tests/steps/test_gate.py",
    "tests/steps/test_learning.py",
    "tests/steps/test_outcome.py",
    "tests/steps/test_stored_data.py",
)
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
    return {path.stem for path in original.rglob("*.py")} | {path.name for path in original.iterdir() if path.is_dir()}


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
    if (original / "steps").exists():
        assert [name for name in TRAINING if not (original / name).exists()] == []


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


def test_what_training_seeds_share_is_the_same_in_all_of_them(original):
    """Each seed stands alone, so it has its own copy; a correction has to reach every copy."""
    if (original / "steps").exists():
        model = original.parent / "weather"
        assert [name for name in SHARED if (original / name).read_bytes() != (model / name).read_bytes()] == []


def test_it_speaks_of_nothing_outside_itself(original):
    """A seed belongs to whoever starts a project from it."""
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
    assert [file for file in original.rglob("*.py") if forbidden in imported(file)] == []
