"""The files below `releases/`: where they are, what is in them, and that nobody changed them."""

import datetime
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from pydantic import Field
from ruamel.yaml import YAML

from scripts.configuration import Workspace
from scripts.configuration.documents import Document, read_document
from scripts.configuration.fields import Name
from scripts.errors import ConfigurationError
from scripts.releases.archives import SeedArchive, archive_path
from scripts.releases.stage_templates import StageTemplate, stage_template_path
from scripts.releases.store import Guidance, Release, Releases, by_product

DIGEST = r"^[0-9a-f]{64}$"


class Record(Document):
    """`releases/<product>/<version>/release.yaml`: one version, as it was on the day of its release."""

    product: Name
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    title: str = Field(description="the product's title in this version")
    description: str = Field(description="the product's description in this version")
    date: datetime.date = Field(description="when it was recorded")
    commit: str = Field(pattern=r"^[0-9a-f]{40}$", description="the commit that it was made from")
    template: str = Field(pattern=DIGEST, description="sha-256 of template.json beside this file")
    bill_of_materials: str = Field(pattern=DIGEST, description="sha-256 of sbom.cdx.json beside this file")
    seeds: dict[Name, str] = Field(description="sha-256 of each archive by the seed's name; `release` is code")
    templates: dict[Name, str] = Field(
        default={}, description="sha-256 of each template that a launch asks for in a stage's account, by its name"
    )
    accepted: list[str] = Field(default=[], description="logical ids whose replacement or loss was agreed to")


class GuidanceFile(Document):
    """`releases/guidance.yaml`: what people should start with."""

    guidance: dict[Name, dict[str, Guidance]] = Field(default={}, description="`current` or `deprecated` by version")


def record_path(folder: Path, product: str, version: str) -> Path:
    """Where the record of a version is; its template is beside it."""
    return folder / product / version / "release.yaml"


def template_path(record: Path) -> Path:
    """The template that a record is about."""
    return record.with_name("template.json")


def bill_of_materials_path(record: Path) -> Path:
    """The bill of materials of the version that a record is about, in CycloneDX."""
    return record.with_name("sbom.cdx.json")


def guidance_path(folder: Path) -> Path:
    """The one file in `releases/` that people edit."""
    return folder / "guidance.yaml"


def read_releases(workspace: Workspace) -> Releases:
    """Everything under `releases/`.

    Raises ConfigurationError when a record or its template was changed, or is not where its content belongs.
    """
    folder = workspace.releases_folder
    recorded = [_read_release(workspace, path) for path in sorted(folder.glob("*/*/release.yaml"))]
    path = guidance_path(folder)
    guidance = read_document(path, GuidanceFile, workspace.place(path)).guidance if path.is_file() else {}
    return Releases(by_product(recorded), guidance, folder)


def write_record(
    folder: Path,
    record: Record,
    texts: Mapping[Callable[[Path], Path], str],
    archives: Iterable[SeedArchive],
    stages: Iterable[StageTemplate] = (),
) -> None:
    """`texts` are what the record has digests of, by where each belongs.

    The record itself comes last: what is interrupted before leaves none.
    """
    path = record_path(folder, record.product, record.version)
    for archive in archives:
        _write_bytes(archive_path(folder, archive.seed, archive.digest), archive.content)
    for stage in stages:
        _write_bytes(stage_template_path(folder, stage.name, stage.digest), stage.text.encode())
    for place, content in texts.items():
        _write_bytes(place(path), content.encode())
    text = io.StringIO()
    writer = YAML(typ="rt")
    writer.width = 120
    writer.dump(record.model_dump(), text)
    _write_bytes(path, text.getvalue().encode())


def _write_bytes(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _read_release(workspace: Workspace, path: Path) -> Release:
    place = workspace.place(path)
    record = read_document(path, Record, place)
    if path != record_path(workspace.releases_folder, record.product, record.version):
        problem = f"{place}: this is the record of {record.product} {record.version}"
        raise ConfigurationError(problem, hint="restore the files below releases/ from version control")
    _read_recorded(workspace, bill_of_materials_path(path), record.bill_of_materials, "bill of materials")
    content = _read_recorded(workspace, template_path(path), record.template, "template")
    return Release(
        product=record.product,
        version=record.version,
        title=record.title,
        description=record.description,
        template_text=content.decode(),
        seeds=record.seeds,
        templates=record.templates,
    )


def _read_recorded(workspace: Workspace, path: Path, digest: str, what: str) -> bytes:
    """In bytes: reading as text would hide line endings that git has changed."""
    content = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        problem = f"{workspace.place(path)}: missing, or not the {what} that was recorded"
        raise ConfigurationError(problem, hint="a record never changes: restore the file, and release a new version")
    return content
