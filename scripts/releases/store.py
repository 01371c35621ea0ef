"""What can be published: the recorded versions of products, and candidates made from the working tree."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from scripts.errors import ConfigurationError
from scripts.releases.archives import SeedArchive, archive_path, seed_key
from scripts.releases.stage_templates import StageTemplate, stage_template_path
from scripts.releases.text_digest import text_digest
from scripts.releases.versions import version_order
from templates import names
from templates.parameters import PROJECT_ID

Guidance = Literal["current", "deprecated"]


@dataclass(frozen=True)
class Release:
    """A version that can be published: recorded, or a candidate made from the working tree.

    `seeds` is the sha-256 of each archive by the name of its seed, or of the catalog's code; `templates` that of each
    template that a launch asks for in a stage's account.
    """

    product: str
    version: str
    title: str
    description: str
    template_text: str
    seeds: Mapping[str, str] = field(default_factory=dict[str, str])
    templates: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def digest(self) -> str:
        """The sha-256 of the template."""
        return text_digest(self.template_text)

    @property
    def template(self) -> dict[str, Any]:
        """The template as parsed."""
        return json.loads(self.template_text)

    @property
    def makes_project(self) -> bool:
        """Whether SageMaker launches it; every other product is launched from the Service Catalog console."""
        return str(PROJECT_ID.title) in self.template.get("Parameters", {})

    @property
    def launch_role(self) -> str:
        """The role of the catalog that makes what the product is of."""
        return names.LAUNCH_ROLE if self.makes_project else names.STUDIO_LAUNCH_ROLE

    @property
    def seed_keys(self) -> dict[str, str]:
        """The key of each seed archive in an asset bucket, by the seed's name."""
        return {seed: seed_key(seed, digest) for seed, digest in self.seeds.items()}


@dataclass(frozen=True)
class Releases:
    """All versions that can be published, each product's in order. `built` and `rendered` are in no record."""

    by_product: Mapping[str, tuple[Release, ...]]
    guidance: Mapping[str, Mapping[str, Guidance]]
    folder: Path
    built: tuple[SeedArchive, ...] = ()
    rendered: tuple[StageTemplate, ...] = ()

    def of(self, product: str) -> tuple[Release, ...]:
        """The versions of a product, oldest first."""
        return self.by_product.get(product, ())

    def find(self, product: str, version: str) -> Release | None:
        """Exactly that version of a product."""
        return next((release for release in self.of(product) if release.version == version), None)

    def guidance_of(self, release: Release) -> Guidance:
        """The guidance of a release; `current` where the file has none."""
        return self.guidance.get(release.product, {}).get(release.version, "current")

    def archive(self, seed: str, digest: str) -> SeedArchive:
        """The seed archive with that digest.

        Raises ConfigurationError when the recorded file is missing or has another content.
        """
        built = next((item for item in self.built if (item.seed, item.digest) == (seed, digest)), None)
        if built:
            return built
        path = archive_path(self.folder, seed, digest)
        content = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(content).hexdigest() != digest:
            problem = f"releases/seeds/{path.name}: missing, or not what was recorded"
            raise ConfigurationError(problem, hint="restore the file from version control")
        return SeedArchive(seed, content)

    def stage_template(self, name: str, digest: str) -> StageTemplate:
        """The template of a stage's roles with that digest.

        Raises ConfigurationError when the recorded file is missing or has another content.
        """
        rendered = next((item for item in self.rendered if (item.name, item.digest) == (name, digest)), None)
        if rendered:
            return rendered
        path = stage_template_path(self.folder, name, digest)
        found = StageTemplate(name, path.read_bytes().decode(errors="replace") if path.is_file() else "")
        if found.digest != digest:
            problem = f"releases/stages/{path.name}: missing, or not what was recorded"
            raise ConfigurationError(problem, hint="restore the file from version control")
        return found

    def with_candidates(
        self, candidates: Iterable[Release], archives: Iterable[SeedArchive], templates: Iterable[StageTemplate] = ()
    ) -> "Releases":
        """These, and candidates with the seed archives and stage templates that they were made with."""
        known = [release for versions in self.by_product.values() for release in versions]
        return replace(
            self,
            by_product=by_product([*known, *candidates]),
            built=(*self.built, *archives),
            rendered=(*self.rendered, *templates),
        )


def template_text(template: object) -> str:
    """The canonical text of a template: what is hashed, stored in S3 and read by CloudFormation."""
    return json.dumps(template, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def by_product(releases: Iterable[Release]) -> dict[str, tuple[Release, ...]]:
    """Releases by product, oldest first."""
    ordered = sorted(releases, key=lambda release: (release.product, version_order(release.version)))
    return {
        product: tuple(release for release in ordered if release.product == product)
        for product in {release.product for release in ordered}
    }
