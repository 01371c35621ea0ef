"""Records a version of a product for ever: its template, and the seeds it starts projects with."""

import json
from pathlib import Path

from scripts.configuration import Workspace
from scripts.configuration.documents import suggestion
from scripts.errors import ConfigurationError
from scripts.releases.guidance import mark_current
from scripts.releases.render import Rendered, render_products, version_place
from scripts.releases.store import Release, Releases, archive_path, read_releases, release_path, version_order
from scripts.releases.upgrade import losses


def release(workspace: Workspace, product: str, accepted: frozenset[str] = frozenset()) -> Path:
    """Writes the record of the product's present version, and returns where.

    `accepted` are logical ids of stateful resources whose replacement or loss was agreed to.
    Raises ConfigurationError when the version exists, does not come after the last one, or would destroy something.
    """
    rendered = {item.product.name: item for item in render_products(workspace)}
    if product not in rendered:
        raise ConfigurationError(f"there is no product `{product}`", hint=suggestion(product, rendered))
    item = rendered[product]
    releases = read_releases(workspace)
    _require_new(workspace, item, releases)
    _require_harmless(item, releases, accepted)
    _store_archives(workspace, item)
    record = Release(
        product=product,
        version=item.product.version,
        digest=item.digest,
        seeds=item.seeds,
        accepted=sorted(accepted),
        template=json.loads(item.template),
    )
    path = release_path(workspace.releases_folder, product, record.version)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(record.model_dump_json(indent=1) + "\n", encoding="utf-8")
    mark_current(workspace.releases_folder / "index.yaml", product, record.version)
    return path


def unreleased(workspace: Workspace) -> tuple[str, ...]:
    """Products whose present version has no record yet."""
    releases = read_releases(workspace)
    rendered = render_products(workspace)
    return tuple(
        item.product.name for item in rendered if releases.find(item.product.name, item.product.version) is None
    )


def _require_new(workspace: Workspace, item: Rendered, releases: Releases) -> None:
    name, version = item.product.name, item.product.version
    place = version_place(workspace, name)
    existing = releases.find(name, version)
    if existing and existing.digest == item.digest:
        raise ConfigurationError(f"{place}: {name} {version} is already released", hint="nothing changed since then")
    if existing:
        problem = f"{place}: {name} {version} is already released with another content"
        raise ConfigurationError(problem, hint="raise `version` in that line; what is released never changes")
    newest = releases.of(name)[-1].version if releases.of(name) else "0.0.0"
    if version_order(version) < version_order(newest):
        problem = f"{place}: {name} {version} comes before {newest}, which is released"
        raise ConfigurationError(problem, hint=f"use a version above {newest}: people launch the latest one")


def _require_harmless(item: Rendered, releases: Releases, accepted: frozenset[str]) -> None:
    before = releases.of(item.product.name)
    found = losses(before[-1].template, json.loads(item.template)) if before else {}
    open_losses = {logical_id: what for logical_id, what in found.items() if logical_id not in accepted}
    if open_losses:
        said = "; ".join(f"{logical_id} {what}" for logical_id, what in open_losses.items())
        problem = f"{item.product.name} {item.product.version}: in projects upgraded from {before[-1].version}, {said}"
        hint = f"keep it as it was, or release with ACCEPT={','.join(open_losses)}"
        raise ConfigurationError(problem, hint=hint)


def _store_archives(workspace: Workspace, item: Rendered) -> None:
    for archive in item.archives:
        path = archive_path(workspace.releases_folder, archive.seed, archive.digest)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(archive.content)
