"""The versions that were released: kept in `portfolios/releases/`, never changed once they are there."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from scripts.configuration import Workspace
from scripts.configuration.documents import Document, read_document
from scripts.configuration.fields import Name
from scripts.errors import ConfigurationError
from scripts.releases.archives import SeedArchive, seed_key

Guidance = Literal["current", "deprecated"]


class Release(Document):
    """One version of one product, as it was on the day of its release."""

    product: Name
    version: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    digest: str = Field(pattern=r"^[0-9a-f]{64}$", description="sha-256 of the template")
    seeds: dict[Name, str] = Field(description="sha-256 of each seed archive by the seed's name")
    accepted: list[str] = Field(default=[], description="logical ids whose replacement or removal was agreed to")
    template: dict[str, object] = Field(description="the template itself")

    @property
    def order(self) -> tuple[int, ...]:
        """Sorts 1.9.0 before 1.10.0."""
        return version_order(self.version)

    @property
    def template_text(self) -> str:
        """The template as it is published; its digest is that of the record."""
        return template_text(self.template)

    @property
    def seed_keys(self) -> dict[str, str]:
        """The key of each seed archive in an asset bucket, by the seed's name."""
        return {seed: seed_key(seed, digest) for seed, digest in self.seeds.items()}


class Index(Document):
    """`portfolios/releases/index.yaml`: what people should start with."""

    guidance: dict[Name, dict[str, Guidance]] = Field(default={}, description="`current` or `deprecated` by version")


@dataclass(frozen=True)
class Releases:
    """All that was ever released, each product's versions in order."""

    by_product: dict[str, tuple[Release, ...]]
    guidance: dict[str, dict[str, Guidance]]
    folder: Path

    def of(self, product: str) -> tuple[Release, ...]:
        """The released versions of a product, oldest first."""
        return self.by_product.get(product, ())

    def find(self, product: str, version: str) -> Release | None:
        """The release of exactly that version."""
        return next((release for release in self.of(product) if release.version == version), None)

    def guidance_of(self, release: Release) -> Guidance:
        """What the index says of a release; `current` where it says nothing."""
        return self.guidance.get(release.product, {}).get(release.version, "current")

    def archive(self, seed: str, digest: str) -> SeedArchive:
        """The seed archive that was stored with a release.

        Raises ConfigurationError when the stored file is gone or is another one.
        """
        path = archive_path(self.folder, seed, digest)
        content = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(content).hexdigest() != digest:
            problem = f"portfolios/releases/seeds/{seed}/{path.name}: missing, or not what was released"
            raise ConfigurationError(problem, hint="restore the file from version control")
        return SeedArchive(seed, content)


def version_order(version: str) -> tuple[int, ...]:
    """`1.10.0` as (1, 10, 0)."""
    return tuple(int(part) for part in version.split("."))


def template_text(template: object) -> str:
    """The canonical text of a template: what is hashed, stored in S3 and read by CloudFormation."""
    return json.dumps(template, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def text_digest(text: str) -> str:
    """The sha-256 of a text in UTF-8, 64 hexadecimal characters."""
    return hashlib.sha256(text.encode()).hexdigest()


def archive_path(folder: Path, seed: str, digest: str) -> Path:
    """Where a release keeps a seed archive."""
    return folder / "seeds" / seed / f"{digest}.zip"


def release_path(folder: Path, product: str, version: str) -> Path:
    """Where a release keeps its record."""
    return folder / product / f"{version}.json"


def read_releases(workspace: Workspace) -> Releases:
    """Everything under `portfolios/releases/`.

    Raises ConfigurationError when a record was changed after its release.
    """
    folder = workspace.releases_folder
    records = [_read_release(path, workspace.place(path)) for path in sorted(folder.glob("*/*.json"))]
    index_path = folder / "index.yaml"
    guidance = read_document(index_path, Index, workspace.place(index_path)).guidance if index_path.is_file() else {}
    return Releases(_by_product(records), guidance, folder)


def _by_product(records: Iterable[Release]) -> dict[str, tuple[Release, ...]]:
    ordered = sorted(records, key=lambda release: (release.product, release.order))
    return {
        product: tuple(release for release in ordered if release.product == product)
        for product in {release.product for release in ordered}
    }


def _read_release(path: Path, place: str) -> Release:
    try:
        release = Release.model_validate_json(path.read_text(encoding="utf-8"))
    except ValidationError as error:
        said = error.errors()[0]
        raise ConfigurationError(f"{place}: {said['loc']}: {said['msg']}", hint="restore the file") from None
    if text_digest(release.template_text) != release.digest:
        problem = f"{place}: the template is not the one that was released"
        raise ConfigurationError(problem, hint="a release never changes: restore the file and release a new version")
    return release
