"""Renders every template, and holds the products against what was released of them."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scripts.configuration import Workspace
from scripts.errors import ConfigurationError
from scripts.releases.archives import SeedArchive, seed_archive
from scripts.releases.store import Releases, template_text, text_digest
from templates import FOUNDATIONS, PRODUCTS
from templates.product import Product


@dataclass(frozen=True)
class Rendered:
    """A product as the checkout has it now."""

    product: Product
    template: str
    archives: tuple[SeedArchive, ...]

    @property
    def digest(self) -> str:
        return text_digest(self.template)

    @property
    def seeds(self) -> dict[str, str]:
        """The sha-256 of each seed archive by the seed's name."""
        return {archive.seed: archive.digest for archive in self.archives}


def render_products(workspace: Workspace) -> tuple[Rendered, ...]:
    """Every product with the seeds of this checkout."""
    names = sorted({seed for product in PRODUCTS for seed in product.seeds})
    archives = {name: seed_archive(workspace.seeds_folder, name) for name in names}
    keys = {name: archive.key for name, archive in archives.items()}
    return tuple(
        Rendered(
            product,
            template_text(json.loads(product.render(keys))),
            tuple(archives[seed] for seed in product.seeds),
        )
        for product in PRODUCTS
    )


def write_templates(workspace: Workspace) -> tuple[Path, ...]:
    """Writes every template to `build/templates/` and says where."""
    folder = workspace.build_folder / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    texts = {f"{rendered.product.name}.json": rendered.template for rendered in render_products(workspace)}
    texts |= {f"foundation-{foundation.name}.json": foundation.render() for foundation in FOUNDATIONS}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(folder / name for name in sorted(texts))


def require_released(workspace: Workspace, releases: Releases, rendered: Iterable[Rendered]) -> None:
    """Raises ConfigurationError unless every product's version was released with exactly this content."""
    for item in rendered:
        name, version = item.product.name, item.product.version
        release = releases.find(name, version)
        place = version_place(workspace, name)
        if release is None:
            problem = f"{place}: {name} {version} has not been released"
            raise ConfigurationError(problem, hint=f"run `make release PRODUCT={name}`")
        if release.digest != item.digest:
            problem = f"{place}: {name} {version} was released with another {_changed(item, release.seeds)}"
            raise ConfigurationError(
                problem, hint=f"raise `version` in that line, then run `make release PRODUCT={name}`"
            )


def version_place(workspace: Workspace, name: str) -> str:
    """The file and line that hold a product's version."""
    path = workspace.root / "templates" / "products" / f"{name.replace('-', '_')}.py"
    lines = path.read_text(encoding="utf-8").splitlines()
    line = next((number for number, text in enumerate(lines, 1) if re.search(r"\bversion\s*=", text)), 1)
    return f"{workspace.place(path)}:{line}"


def _changed(item: Rendered, released_seeds: dict[str, str]) -> str:
    seeds = [seed for seed, digest in item.seeds.items() if released_seeds.get(seed) != digest]
    return f"seed {', '.join(seeds)}" if seeds else "template"
