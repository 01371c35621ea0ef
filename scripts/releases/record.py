"""Records versions of products: their templates, and the seeds they start projects with."""

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path

from scripts.configuration import Workspace
from scripts.configuration.documents import suggestion
from scripts.errors import ConfigurationError
from scripts.releases.archives import SeedArchive, archive_path
from scripts.releases.bill_of_materials import Product, bill_of_materials
from scripts.releases.candidates import require_version
from scripts.releases.changelog import write_differences
from scripts.releases.checkout import source_commit
from scripts.releases.differences import differences
from scripts.releases.files import (
    Record,
    bill_of_materials_path,
    guidance_path,
    read_releases,
    record_path,
    template_path,
    write_record,
)
from scripts.releases.guidance import mark_current
from scripts.releases.render import Rendered, product_path
from scripts.releases.store import Releases
from scripts.releases.text_digest import text_digest
from scripts.releases.upgrade import losses
from scripts.releases.versions import is_candidate, released_version


def chosen(rendered: Iterable[Rendered], product: str | None) -> tuple[Rendered, ...]:
    """The product of that name, or all candidates.

    Raises ConfigurationError when there is no such product, or it is no candidate.
    """
    by_name = {item.product.name: item for item in rendered}
    if product is None:
        return tuple(item for item in by_name.values() if is_candidate(item.product.version))
    if product not in by_name:
        raise ConfigurationError(f"there is no product `{product}`", hint=suggestion(product, by_name))
    item = by_name[product]
    if not is_candidate(item.product.version):
        problem = f"{item.place}: {product} {item.product.version} is no candidate"
        raise ConfigurationError(problem, hint="a version is recorded once; for a new one write for example 1.2.0.dev")
    return (item,)


def release(
    workspace: Workspace, items: Sequence[Rendered], accepted: frozenset[str] = frozenset()
) -> tuple[Path, ...]:
    """Records candidates, takes the suffix off their versions, and returns the paths of the records.

    `accepted` are logical ids of stateful resources whose replacement or loss was agreed to.
    Raises ConfigurationError, before anything is written, when a product has a record of that version or a later one,
    would destroy something in existing projects, or is not committed.
    """
    commit = source_commit(workspace.root)
    releases = read_releases(workspace)
    for item in items:
        require_version(item, releases)
        _require_harmless(item, releases, accepted)
        for archive in item.archives:
            _require_same_archive(workspace, archive)
    for item in items:
        _write(workspace, item, commit, accepted)
        _update_files(workspace, item, releases)
    names = [(item.product.name, released_version(item.product.version)) for item in items]
    return tuple(record_path(workspace.releases_folder, name, version) for name, version in names)


def _require_harmless(item: Rendered, releases: Releases, accepted: frozenset[str]) -> None:
    before = releases.of(item.product.name)
    found = losses(before[-1].template, item.candidate.template) if before else {}
    open_losses = {logical_id: what for logical_id, what in found.items() if logical_id not in accepted}
    if open_losses:
        listed = "; ".join(f"{logical_id} {what}" for logical_id, what in open_losses.items())
        problem = (
            f"{item.product.name} {item.product.version}: in projects upgraded from {before[-1].version}, {listed}"
        )
        hint = f"keep it as it was, or release with ACCEPT={','.join(open_losses)}"
        raise ConfigurationError(problem, hint=hint)


def _require_same_archive(workspace: Workspace, archive: SeedArchive) -> None:
    path = archive_path(workspace.releases_folder, archive.seed, archive.digest)
    if path.is_file() and path.read_bytes() != archive.content:
        problem = f"{workspace.place(path)}: not what was recorded"
        raise ConfigurationError(problem, hint="restore the file from version control")


def _write(workspace: Workspace, item: Rendered, commit: str, accepted: frozenset[str]) -> None:
    product, today = item.product, datetime.datetime.now(datetime.UTC).date()
    version = released_version(product.version)
    recorded = Product(product.name, version, item.digest)
    materials = bill_of_materials(recorded, item.archives, item.stage_templates, today)
    record = Record(
        product=product.name,
        version=version,
        title=product.title,
        description=product.description,
        date=today,
        commit=commit,
        template=item.digest,
        bill_of_materials=text_digest(materials),
        seeds=item.seeds,
        templates=item.templates,
        accepted=sorted(accepted),
    )
    texts = {template_path: item.template, bill_of_materials_path: materials}
    write_record(workspace.releases_folder, record, texts, item.archives, item.stage_templates)


def _update_files(workspace: Workspace, item: Rendered, releases: Releases) -> None:
    """Adds a recorded version to the guidance and the change log, and takes the suffix off in the product's file."""
    name, version = item.product.name, released_version(item.product.version)
    mark_current(guidance_path(workspace.releases_folder), name, version)
    before = releases.of(name)[-1:]
    introduction = f"Compared with {before[0].version}:" if before else "The first version of this product:"
    lines = differences(before[0], item.candidate) if before else (f"added: product `{name}`",)
    title = f"{name} {version}"
    write_differences(workspace.root / "CHANGELOG.md", title, introduction, lines or ("nothing but the version",))
    path = product_path(workspace, name)
    text = path.read_text(encoding="utf-8").replace(f'"{item.product.version}"', f'"{version}"')
    path.write_text(text, encoding="utf-8", newline="\n")
