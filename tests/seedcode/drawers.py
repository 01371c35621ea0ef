"""What every seed that trains has in common: folders and files that `make seeds-sync` copies from one of them."""

import hashlib
import json
import tomllib
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "seedcode"
SOURCE = FOLDER / "census"
DRAWERS = ("project", "steps/support", "tests/pipeline/project", "tests/steps/support")
FILES = (
    ".devcontainer/devcontainer.json",
    ".editorconfig",
    ".gitignore",
    ".gitlab-ci.yml",
    ".pre-commit-config.yaml",
    ".vscode/extensions.json",
    ".vscode/settings.json",
    "bitbucket-pipelines.yml",
    "buildspec.yml",
    "requirements/quality.in",
    "requirements/quality.lock",
    "requirements/tracking.in",
    "requirements/tracking.lock",
    "tests/pipeline/conftest.py",
    "tests/steps/test_explore.py",
)
# Seeds for any table share their steps, too, and what makes another table of their own.
TABLE = ("abalone", "census")
TABLE_DRAWERS = ("steps", "tests/steps", "project/new")
TABLE_FILES = ("explore.ipynb", "project/generated.py", "project/local.py", "tests/pipeline/test_bundle.py")
# Seeds that train in state machines share the steps, and have ways of their own to run them.
WORKFLOW_DRAWERS = ("steps",)
# A monitor's page and metrics are those of the evaluation.
OF_A_MONITOR = (
    "steps/support/__init__.py",
    "steps/support/bootstrap.py",
    "steps/support/metrics.py",
    *(
        f"steps/support/page/{name}.py"
        for name in ("__init__", "chart", "document", "formats", "markup", "picture", "style")
    ),
)
# In a shared folder, and still of each seed alone.
WRITTEN = "project/written.json"
OWN = ("project/example_data.py", "project/serve.py")
# How weather becomes a seed for other days.
DAILY = ("project/daily_table.py", "project/new_daily.py")


def kind(seed: Path) -> str:
    """`training`, `workflow`, `monitoring`, `batch` or `deployment`, as the seed's pyproject says."""
    settings = tomllib.loads((seed / "pyproject.toml").read_text())
    return settings["tool"]["catalog"]["kind"]


def seeds(wanted: str) -> list[Path]:
    """The seeds of a kind."""
    return [each for each in sorted(FOLDER.iterdir()) if each.is_dir() and kind(each) == wanted]


def steps(seed: Path) -> dict[str, bytes]:
    """What a seed whose state machines train shares with the one that every table's steps come from."""
    files = [path for drawer in WORKFLOW_DRAWERS for path in sorted((seed / drawer).rglob("*.py"))]
    return {path.relative_to(seed).as_posix(): path.read_bytes() for path in files}


def shared(seed: Path, *, table: bool = False) -> dict[str, bytes]:
    """The shared files of a seed, by their name below it; with those that only seeds for any table share."""
    drawers, names = (*DRAWERS, *TABLE_DRAWERS * table), (*FILES, *TABLE_FILES * table)
    inside = [path for drawer in drawers for path in (seed / drawer).rglob("*")]
    files = [path for path in [*inside, *(seed / name for name in names)] if path.is_file() and path.suffix != ".pyc"]
    contents = {path.relative_to(seed).as_posix(): path.read_bytes() for path in sorted(files)}
    own = (*OWN, WRITTEN, *DAILY, *TABLE_FILES * (not table))
    kept = {name: content for name, content in contents.items() if name not in own}
    return kept if table else {name: kept[name] for name in kept if not name.startswith("project/new/")}


def synchronize(source: Path, target: Path) -> list[str]:
    """Give the target the shared files of the source and take away every other one; the names that changed."""
    table = target.name in TABLE
    if kind(target) == "workflow":
        wanted, found = steps(source), steps(target)
    else:
        wanted, found = shared(source, table=table), shared(target, table=table)
    for name in found.keys() - wanted.keys():
        (target / name).unlink()
    changed = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    for name in changed:
        if name in wanted:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(wanted[name])
    return changed


def synchronize_monitor(source: Path, target: Path) -> list[str]:
    """Give a monitor what it shares with the training; the names that changed."""
    changed = [name for name in OF_A_MONITOR if (source / name).read_bytes() != _content(target / name)]
    for name in changed:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes((source / name).read_bytes())
    return changed


def _content(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def settings_record(seed: Path) -> str:
    """The digests of what people edit, by which `make new` knows whether they have."""
    digests = {name: hashlib.sha256((seed / name).read_bytes()).hexdigest() for name in ("project.toml", "schema.json")}
    return f"{json.dumps(digests, indent=1)}\n"


def record_settings(seed: Path) -> None:
    (seed / WRITTEN).write_text(settings_record(seed), encoding="utf-8")
