"""Which of the steps' files an endpoint needs: inference.py and what it imports, directly or not."""

import ast
import shutil
from collections.abc import Iterator
from pathlib import Path

PROGRAM = "inference.py"


def copy_serving_code(steps: Path, target: Path) -> None:
    """Put the source that answers requests beside a model, in folders as in the steps."""
    for file in serving_code(steps):
        place = target / file.relative_to(steps)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)


def serving_code(steps: Path, program: str = PROGRAM) -> list[Path]:
    """The program and the files that it needs, in order of their names."""
    found: set[Path] = set()
    waiting = [steps / program]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += imported_files(file, steps)
    return sorted(found)


def imported_files(file: Path, steps: Path) -> Iterator[Path]:
    """The files of the steps that a file imports, and the `__init__.py` of their packages."""
    for module in imported_modules(file):
        place = steps.joinpath(*module.split("."))
        for each in (place.with_suffix(".py"), place / "__init__.py", place.parent / "__init__.py"):
            if each.is_file():
                yield each


def imported_modules(file: Path) -> Iterator[str]:
    """With `from a import b`, b may be a module too."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
