"""Digests are the same in every clone, and reviews do not show what is generated."""

from pathlib import Path

import pytest

from tests.checkouts import ROOT, git


def clone(folder: Path, autocrlf: str, attributes: str = "") -> dict[str, bytes]:
    """Every file of a clone of this repository, as git for Windows writes it if `autocrlf` is true."""
    folder.mkdir()
    git(folder, "clone", "--quiet", "--shared", "--no-checkout", "-c", f"core.autocrlf={autocrlf}", str(ROOT), "it")
    copy = folder / "it"
    (copy / ".git" / "info" / "attributes").write_text(attributes)
    git(copy, "checkout", "--quiet", "HEAD")
    return {name: (copy / name).read_bytes() for name in git(copy, "ls-files").splitlines()}


def test_a_clone_has_the_committed_bytes_whatever_autocrlf_is(tmp_path: Path) -> None:
    committed = clone(tmp_path / "plain", "false")
    converted = clone(tmp_path / "windows", "true")
    assert len(committed) > 500
    assert [name for name, content in converted.items() if content != committed[name]] == []


def test_without_the_attributes_a_clone_would_have_other_bytes(tmp_path: Path) -> None:
    committed = clone(tmp_path / "plain", "false")
    converted = clone(tmp_path / "windows", "true", attributes="* !text\n")
    changed = {name.split("/")[0] for name, content in converted.items() if content != committed[name]}
    assert {"releases", "seedcode", "templates"} <= changed


@pytest.mark.parametrize(
    ("name", "generated"),
    [
        ("releases/deploy/1.0.0/template.json", "set"),
        ("releases/seeds/weather-0a1b2c3d4e5f.zip", "set"),
        ("tests/golden/deploy.json", "set"),
        ("releases/deploy/1.0.0/release.yaml", "unspecified"),
        ("releases/guidance.yaml", "unspecified"),
        ("templates/products/deploy.py", "unspecified"),
    ],
)
def test_what_is_generated_is_marked(name: str, generated: str) -> None:
    assert git(ROOT, "check-attr", "linguist-generated", "--", name).endswith(f"linguist-generated: {generated}")
