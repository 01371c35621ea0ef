"""Renders every template, and every product with its seed archives, from the working tree."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.configuration import Workspace
from scripts.releases.archives import SeedArchive, seed_archive
from scripts.releases.stage_templates import StageTemplate, stage_templates
from scripts.releases.store import Release, template_text
from scripts.releases.text_digest import text_digest
from scripts.releases.versions import published_name
from templates import FOUNDATIONS, PRODUCTS
from templates.product import Product


@dataclass(frozen=True)
class Rendered:
    """A product as the checkout has it now."""

    product: Product
    template: str
    archives: tuple[SeedArchive, ...]
    stage_templates: tuple[StageTemplate, ...]
    place: str
    """The file and line that hold its version."""

    @property
    def digest(self) -> str:
        return text_digest(self.template)

    @property
    def seeds(self) -> dict[str, str]:
        """The sha-256 of each archive by the name of its seed, or of the catalog's code."""
        return {archive.seed: archive.digest for archive in self.archives}

    @property
    def templates(self) -> dict[str, str]:
        """The sha-256 of each template that a launch asks for in a stage's account, by its name."""
        return {template.name: template.digest for template in self.stage_templates}

    @property
    def candidate(self) -> Release:
        """What a sandbox is given of it."""
        product = self.product
        name = published_name(product.version, self.digest)
        return Release(
            product.name, name, product.title, product.description, self.template, self.seeds, self.templates
        )


def render_products(workspace: Workspace, products: Sequence[Product] = PRODUCTS) -> tuple[Rendered, ...]:
    """Products with the seeds of this checkout."""
    used = sorted({name for product in products for name in product.archives})
    archives = {name: seed_archive(workspace.archived_in(name), name) for name in used}
    stages = stage_templates()
    keys = {name: asset.key for name, asset in [*archives.items(), *stages.items()]}
    return tuple(
        Rendered(
            product,
            template_text(json.loads(product.render(keys))),
            tuple(archives[name] for name in product.archives),
            tuple(stages[name] for name in product.templates),
            _version_place(workspace, product.name),
        )
        for product in products
    )


def write_templates(workspace: Workspace) -> tuple[Path, ...]:
    """Writes every template to `build/templates/` and returns their paths."""
    folder = workspace.build_folder / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    texts = {f"{rendered.product.name}.json": rendered.template for rendered in render_products(workspace)}
    texts |= {f"foundation-{foundation.name}.json": foundation.render() for foundation in FOUNDATIONS}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return tuple(folder / name for name in sorted(texts))


def product_path(workspace: Workspace, name: str) -> Path:
    """The file of a product."""
    return workspace.root / "templates" / "products" / f"{name.replace('-', '_')}.py"


def _version_place(workspace: Workspace, name: str) -> str:
    path = product_path(workspace, name)
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if re.search(r"\bversion\s*=", text)), 1)
    return f"{workspace.place(path)}:{line}"
