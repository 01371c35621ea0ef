"""Checkouts under git, in which versions are raised, committed and released."""

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

from scripts.configuration import Workspace
from scripts.releases.record import release
from scripts.releases.render import Rendered, render_products
from templates import PRODUCTS

ROOT = Path(__file__).resolve().parents[1]
FILES = (".gitattributes", ".gitignore", "CHANGELOG.md")
VERSION, CANDIDATE = "1.0.0", "1.0.0.dev"
AUTHOR = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")


def git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *AUTHOR, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(root: Path, message: str = "change") -> str:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(root, "rev-parse", "HEAD")


def track(root: Path) -> None:
    """Puts a copy of this checkout under git, as archives of seeds hold what git tracks."""
    shutil.copy(ROOT / ".gitignore", root)
    git(root, "init", "--quiet")
    git(root, "add", "--all")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def product_file(root: Path, product: str) -> Path:
    return root / "templates" / "products" / f"{product.replace('-', '_')}.py"


def write_version(root: Path, product: str, version: str) -> None:
    """What a person does to begin a new version."""
    path = product_file(root, product)
    text, count = re.subn(r'version="[^"]*"', f'version="{version}"', path.read_text())
    assert count == 1
    path.write_text(text)


def make_unrecorded(root: Path) -> None:
    """Puts a copy under git in which nothing is recorded and every product is a candidate."""
    for name in FILES:
        shutil.copy(ROOT / name, root)
    for product in PRODUCTS:
        write_version(root, product.name, CANDIDATE)
    git(root, "init", "--quiet")
    commit(root)


def rendered(workspace: Workspace, *names: str, version: str = CANDIDATE) -> tuple[Rendered, ...]:
    """Products of that version with the checkout's seeds; all if none is named."""
    products = [replace(product, version=version) for product in PRODUCTS if product.name in (names or product.name)]
    return render_products(workspace, products)


def released(
    workspace: Workspace, product: str, accepted: frozenset[str] = frozenset(), version: str = CANDIDATE
) -> Path:
    """The record of one candidate."""
    return release(workspace, rendered(workspace, product, version=version), accepted)[0]
