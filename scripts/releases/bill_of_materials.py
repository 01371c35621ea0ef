"""The software bill of materials of a release, in CycloneDX: templates, archives and what their locks install."""

import datetime
import io
import json
import re
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, NamedTuple

from packageurl import PackageURL

from scripts.releases.archives import SeedArchive
from scripts.releases.stage_templates import StageTemplate

Component = dict[str, Any]
NAMESPACE = uuid.UUID("b2d6ea6f-2f0c-5a6e-9f0e-6f9f0f8a4c11")
PACKAGE = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
IMAGE = re.compile(r"(?:\"?image\"?:\s*\"?|image\s+'|^FROM\s+)([\w./-]+):([\w.-]+)@(sha256:[0-9a-f]{64})", re.MULTILINE)
ACTION = re.compile(r"uses:\s*([\w.-]+)/([\w./-]+)@([0-9a-f]{40})\s*#\s*(\S+)")
HOOK = re.compile(r"repo:\s*https://github\.com/([\w.-]+)/([\w.-]+)\s+rev:\s*([0-9a-f]{40})\s*#\s*(\S+)")


class Product(NamedTuple):
    """`digest` is the sha-256 of the product's own template."""

    name: str
    version: str
    digest: str


def bill_of_materials(
    product: Product, archives: Sequence[SeedArchive], templates: Sequence[StageTemplate], date: datetime.date
) -> str:
    """The same text for the same release. `templates` are launched in stages, `date` is the day of the release."""
    whole = _component("application", product.name, product.version, f"product:{product.name}")
    whole |= _hashes(product.digest)
    parts = [_archive(archive) for archive in archives] + [_template(template) for template in templates]
    used = {archive.seed: {part["bom-ref"]: part for part in _downloads(archive)} for archive in archives}
    needs = {whole["bom-ref"]: [part["bom-ref"] for part in parts]}
    needs |= {f"seed:{seed}": list(found) for seed, found in used.items()}
    needs |= {_reference(template): [] for template in templates}
    everything = {part["bom-ref"]: part for part in [*parts, *chain(*(found.values() for found in used.values()))]}
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": uuid.uuid5(NAMESPACE, f"{product.name} {product.version} {product.digest}").urn,
        "version": 1,
        "metadata": {"timestamp": f"{date.isoformat()}T00:00:00Z", "component": whole},
        "components": [everything[reference] for reference in sorted(everything)],
        "dependencies": [{"ref": reference, "dependsOn": sorted(found)} for reference, found in sorted(needs.items())],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _archive(archive: SeedArchive) -> Component:
    named = _component("application", archive.seed, archive.digest[:12], f"seed:{archive.seed}")
    return named | _hashes(archive.digest)


def _template(template: StageTemplate) -> Component:
    named = _component("application", template.name, template.digest[:12], _reference(template))
    return named | _hashes(template.digest)


def _reference(template: StageTemplate) -> str:
    return f"template:{template.name}"


def _downloads(archive: SeedArchive) -> Iterator[Component]:
    """What the files of an archive name: packages of locks, and the images and actions of its CI, in their order."""
    with zipfile.ZipFile(io.BytesIO(archive.content)) as files:
        for name in files.namelist():
            text = files.read(name).decode(errors="replace")
            if name.endswith(".lock"):
                yield from _packages(text)
            elif name.endswith((".yml", ".yaml", "Jenkinsfile", "Dockerfile", "devcontainer.json")):
                yield from _images_and_actions(text)


def _packages(lock: str) -> Iterator[Component]:
    """Every package of a lock in the form of pip. A lock has a hash for each of its files, and none for the package."""
    for name, version in PACKAGE.findall(lock):
        yield _from(PackageURL("pypi", None, re.sub(r"[-_.]+", "-", name).lower(), version), "library")


def _images_and_actions(text: str) -> Iterator[Component]:
    for repository, tag, digest in IMAGE.findall(text):
        name = repository.rpartition("/")[2]
        yield _from(PackageURL("oci", None, name, digest, {"repository_url": repository, "tag": tag}), "container")
    for owner, name, commit, tag in [*ACTION.findall(text), *HOOK.findall(text)]:
        yield _from(PackageURL("github", owner, name, commit, {"tag": tag}), "application")


def _from(purl: PackageURL, kind: str) -> Component:
    reference = purl.to_string()
    return _component(kind, purl.name, str(purl.version), reference) | {"purl": reference}


def _component(kind: str, name: str, version: str, reference: str) -> Component:
    """`kind` is one of CycloneDX's types of components."""
    return {"type": kind, "bom-ref": reference, "name": name, "version": version}


def _hashes(sha256: str) -> Component:
    return {"hashes": [{"alg": "SHA-256", "content": sha256}]}
