"""A changed file below `releases/` is noticed before anything is published."""

from pathlib import Path

import pytest

from scripts.configuration import Workspace
from scripts.errors import ConfigurationError
from scripts.releases.files import read_releases
from tests.checkouts import released

PRODUCT = "deploy"


@pytest.fixture
def recorded(unrecorded: Workspace) -> Path:
    """The record of one release."""
    return released(unrecorded, PRODUCT)


def test_a_template_that_was_edited_is_noticed(unrecorded: Workspace, recorded: Path) -> None:
    template = recorded.with_name("template.json")
    template.write_text(template.read_text().replace("Description", "description", 1))
    with pytest.raises(ConfigurationError, match=r"template\.json: missing, or not the template that was recorded"):
        read_releases(unrecorded)


def test_other_line_endings_are_another_template(unrecorded: Workspace, recorded: Path) -> None:
    template = recorded.with_name("template.json")
    template.write_bytes(template.read_bytes().replace(b"\n", b"\r\n"))
    with pytest.raises(ConfigurationError, match="not the template that was recorded"):
        read_releases(unrecorded)


def test_a_record_in_the_folder_of_another_version_is_noticed(unrecorded: Workspace, recorded: Path) -> None:
    recorded.parent.rename(recorded.parent.with_name("7.0.0"))
    with pytest.raises(
        ConfigurationError, match=r"releases/deploy/7\.0\.0/release\.yaml: this is the record of deploy"
    ):
        read_releases(unrecorded)


def test_an_unknown_key_of_a_record_is_refused(unrecorded: Workspace, recorded: Path) -> None:
    recorded.write_text(recorded.read_text().replace("commit:", "comit:"))
    with pytest.raises(ConfigurationError, match="unknown key `comit`"):
        read_releases(unrecorded)


def test_an_archive_that_was_changed_is_noticed(unrecorded: Workspace, recorded: Path) -> None:
    releases = read_releases(unrecorded)
    digest = releases.of(PRODUCT)[0].seeds["model-deploy"]
    (unrecorded.releases_folder / "seeds" / f"model-deploy-{digest[:12]}.zip").write_bytes(b"other")
    with pytest.raises(ConfigurationError, match="missing, or not what was recorded"):
        releases.archive("model-deploy", digest)
