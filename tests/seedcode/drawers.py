"""What every seed that trains has in common: folders and files that `make seeds-sync` copies from one of them."""

import tomllib
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "seedcode"
SOURCE = FOLDER / "weather"
DRAWERS = ("project", "steps/support", "tests/pipeline/project", "tests/steps/support")
FILES = (
    ".gitignore",
    ".gitlab-ci.yml",
    "Jenkinsfile",
    "bitbucket-pipelines.yml",
    "buildspec.yml",
    "tests/pipeline/conftest.py",
)


def kind(seed: Path) -> str:
    """`training` or `deployment`, as the seed's pyproject says."""
    settings = tomllib.loads((seed / "pyproject.toml").read_text())
    return settings["tool"]["catalog"]["kind"]


def seeds(wanted: str) -> list[Path]:
    """The seeds of a kind."""
    return [each for each in sorted(FOLDER.iterdir()) if each.is_dir() and kind(each) == wanted]


def shared(seed: Path) -> dict[str, bytes]:
    """The shared files of a seed, by their name below it."""
    inside = [path for drawer in DRAWERS for path in (seed / drawer).rglob("*")]
    files = [path for path in [*inside, *(seed / name for name in FILES)] if path.is_file() and path.suffix != ".pyc"]
    return {path.relative_to(seed).as_posix(): path.read_bytes() for path in sorted(files)}


def synchronize(source: Path, target: Path) -> list[str]:
    """Give the target the shared files of the source and take away every other one; the names that changed."""
    wanted, found = shared(source), shared(target)
    for name in found.keys() - wanted.keys():
        (target / name).unlink()
    changed = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    for name in changed:
        if name in wanted:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(wanted[name])
    return changed
