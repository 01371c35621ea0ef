"""A recorded file was never changed, moved or deleted in the history of this branch."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.errors import ConfigurationError
from tests.checkouts import ROOT, commit, git
from tests.scripts.releases.record_history import changed_records

RECORD = "releases/deploy/1.0.0/release.yaml"
ARCHIVE = "releases/seeds/model-deploy-0a1b2c3d4e5f.zip"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with one record, its archive and guidance."""
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    for name in (RECORD, ARCHIVE, "releases/guidance.yaml"):
        write(tmp_path, name, f"{name}\n" * 9)
    commit(tmp_path)
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text)


def test_no_record_of_this_branch_was_ever_changed() -> None:
    assert changed_records(ROOT) == ()


def edit_it(root: Path) -> None:
    write(root, RECORD, "edited\n")


def delete_it(root: Path) -> None:
    (root / RECORD).unlink()


def move_it(root: Path) -> None:
    (root / "releases/deploy/1.0.1").mkdir()
    (root / RECORD).rename(root / "releases/deploy/1.0.1/release.yaml")


@pytest.mark.parametrize(("change", "letter"), [(edit_it, "M"), (delete_it, "D"), (move_it, "D")])
def test_a_changed_record_is_found_before_and_after_its_commit(
    repository: Path, change: Callable[[Path], None], letter: str
) -> None:
    change(repository)
    assert changed_records(repository) == (f"{letter} {RECORD} (not committed)",)
    head = commit(repository)
    assert changed_records(repository) == (f"{letter} {RECORD} (commit {head[:7]})",)


def test_an_archive_is_a_recorded_file_too(repository: Path) -> None:
    write(repository, ARCHIVE, "other")
    assert changed_records(repository) == (f"M {ARCHIVE} (not committed)",)


def test_a_change_that_was_taken_back_still_counts(repository: Path) -> None:
    edit_it(repository)
    changed = commit(repository)
    git(repository, "revert", "--no-edit", changed)
    assert f"M {RECORD} (commit {changed[:7]})" in changed_records(repository)


def test_a_change_on_a_branch_that_took_it_back_before_the_merge_counts(repository: Path) -> None:
    git(repository, "switch", "--quiet", "--create", "side")
    edit_it(repository)
    changed = commit(repository)
    git(repository, "revert", "--no-edit", changed)
    git(repository, "switch", "--quiet", "main")
    write(repository, "README.md", "other work")
    commit(repository)
    git(repository, "merge", "--quiet", "--no-ff", "side")
    assert f"M {RECORD} (commit {changed[:7]})" in changed_records(repository)


def test_a_change_that_a_merge_itself_makes_counts(repository: Path) -> None:
    git(repository, "switch", "--quiet", "--create", "side")
    write(repository, "one", "one")
    commit(repository)
    git(repository, "switch", "--quiet", "main")
    write(repository, "two", "two")
    commit(repository)
    git(repository, "merge", "--quiet", "--no-ff", "--no-commit", "side")
    edit_it(repository)
    merged = commit(repository)
    assert f"M {RECORD} (commit {merged[:7]})" in changed_records(repository)


def test_new_records_guidance_and_merges_of_both_are_no_changes(repository: Path) -> None:
    git(repository, "switch", "--quiet", "--create", "side")
    write(repository, RECORD.replace("1.0.0", "1.1.0"), "new\n")
    commit(repository)
    git(repository, "switch", "--quiet", "main")
    write(repository, "releases/guidance.yaml", "edited\n")
    write(repository, RECORD.replace("1.0.0", "2.0.0"), "new\n")
    commit(repository)
    git(repository, "merge", "--quiet", "--no-ff", "side")
    assert changed_records(repository) == ()


def test_a_shallow_clone_is_refused_and_not_passed(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    commit(repository)
    shallow = tmp_path_factory.mktemp("shallow")
    git(shallow, "clone", "--quiet", "--depth", "1", repository.as_uri(), "clone")
    with pytest.raises(ConfigurationError, match="this clone is shallow") as caught:
        changed_records(shallow / "clone")
    assert "--unshallow" in caught.value.hint


def test_a_shallow_clone_without_records_has_nothing_to_compare(tmp_path: Path) -> None:
    source, clone = tmp_path / "source", tmp_path / "clone"
    source.mkdir()
    git(source, "init", "--quiet", "--initial-branch", "main")
    for text in ("first", "second"):
        write(source, "releases/guidance.yaml", text)
        commit(source)
    git(tmp_path, "clone", "--quiet", "--depth", "1", source.as_uri(), str(clone))
    assert changed_records(clone) == ()


def test_a_folder_without_git_is_refused_and_not_passed(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="not a git repository"):
        changed_records(tmp_path)
