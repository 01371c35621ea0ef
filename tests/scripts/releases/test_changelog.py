"""A release adds to the change log and leaves what people wrote in it as it is."""

from pathlib import Path

import pytest

from scripts.configuration import Workspace
from scripts.errors import ConfigurationError
from scripts.releases.changelog import write_differences
from tests.checkouts import commit, product_file, released, write_version

INTRODUCTION = "Compared with 1.0.0:"


def written(path: Path, text: str) -> str:
    path.write_text(text)
    write_differences(path, "demo 1.1.0", INTRODUCTION, ["added: parameter `A`", "removed: parameter `B`"])
    return path.read_text()


LIST = f"{INTRODUCTION}\n\n- added: parameter `A`\n- removed: parameter `B`\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# Changelog\n\nWhat changed.\n", f"# Changelog\n\nWhat changed.\n\n## demo 1.1.0\n\n{LIST}"),
        (
            "# Changelog\n\n## Unreleased\n\n- words\n\n## demo 1.0.0\n\n- first\n",
            f"# Changelog\n\n## Unreleased\n\n- words\n\n## demo 1.1.0\n\n{LIST}\n## demo 1.0.0\n\n- first\n",
        ),
        (
            "# Changelog\n\n## demo 1.1.0\n\n- what people wrote\n\n## demo 1.0.0\n\n- first\n",
            f"# Changelog\n\n## demo 1.1.0\n\n- what people wrote\n\n{LIST}\n## demo 1.0.0\n\n- first\n",
        ),
    ],
    ids=["no section", "a new section", "a section that people began"],
)
def test_the_list_goes_under_the_heading_of_its_version(tmp_path: Path, before: str, after: str) -> None:
    assert written(tmp_path / "CHANGELOG.md", before) == after


def test_a_release_writes_what_changed_since_the_version_before(unrecorded: Workspace) -> None:
    changelog = unrecorded.root / "CHANGELOG.md"
    released(unrecorded, "deploy")
    assert "## deploy 1.0.0\n\nThe first version of this product:\n" in changelog.read_text()
    (unrecorded.seeds_folder / "model-deploy" / "NEW.md").write_text("new")
    write_version(unrecorded.root, "deploy", "1.1.0.dev")
    commit(unrecorded.root)
    released(unrecorded, "deploy", version="1.1.0.dev")
    section = changelog.read_text().partition("## deploy 1.1.0\n")[2].partition("\n## ")[0]
    assert section.startswith("\nCompared with 1.0.0:\n\n- changed: seed `model-deploy`\n")
    assert "changed: resource `DeploySeededRepository`" in section
    assert 'version="1.1.0"' in product_file(unrecorded.root, "deploy").read_text()


def test_a_refused_release_writes_nothing_into_the_change_log(unrecorded: Workspace) -> None:
    released(unrecorded, "deploy")
    commit(unrecorded.root)
    before = (unrecorded.root / "CHANGELOG.md").read_text()
    with pytest.raises(ConfigurationError, match="recorded already"):
        released(unrecorded, "deploy")
    assert (unrecorded.root / "CHANGELOG.md").read_text() == before
