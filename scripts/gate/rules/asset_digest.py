"""What comes from the asset bucket is named by the SHA-256 of its content: a replaced file has another name."""

import re
from collections.abc import Iterator

from scripts.gate.model.remembered import remembered
from scripts.gate.model.template import Problem, Resource, Template
from scripts.gate.model.values import text, walk
from templates.parameters import ASSET_BUCKET

PINNED = re.compile(r"^(seeds/[a-z0-9-]+|release|stages)/[0-9a-f]{64}\.(zip|json)$")
ASSET = re.compile(r"(?<![a-z0-9.-])(?:seeds|release|stages)/[^\s\"']*")
BUCKET = f"${{{ASSET_BUCKET.title}}}"


def check(template: Template) -> Iterator[Problem]:
    mappings = template.body.get("Mappings", {}) if template.kind == "product" else {}
    for name, mapping in mappings.items():
        for value in _archives(mapping):
            yield Problem(name, f"names {value}: name the archive by its digest")
    for resource in template.resources if template.kind == "product" else ():
        yield from _resource(resource)


def _resource(resource: Resource) -> Iterator[Problem]:
    for bucket, key in _references(resource):
        for problem in _reference(bucket, key):
            yield Problem(resource.name, problem)


def _archives(mapping: object) -> Iterator[str]:
    """The names of archives that have no digest."""
    for value in walk(mapping):
        if isinstance(value, str) and value.endswith((".zip", ".json")) and not PINNED.match(value):
            yield value


def _reference(bucket: str, key: str) -> Iterator[str]:
    if bucket != BUCKET:
        yield f"reads {key} from {bucket}: assets are in {BUCKET}"
    if not PINNED.match(key) and not key.startswith("${"):
        yield f"reads {key}: name the archive by its digest"


@remembered
def _references(resource: Resource) -> Iterator[tuple[str, str]]:
    """Bucket and key of every archive that a resource is made of, and of every variable that names one."""
    for found in resource.values:
        if isinstance(found, dict) and {"SeedBucket", "SeedKey"} & set(found):
            yield text(found.get("SeedBucket")), text(found.get("SeedKey"))
        if isinstance(found, dict) and isinstance(found.get("S3"), dict) and "Key" in found["S3"]:
            yield text(found["S3"].get("Bucket")), text(found["S3"].get("Key"))
        if isinstance(found, dict) and "EnvironmentVariables" not in found and "Name" in found and "Value" in found:
            value = text(found["Value"])
            if ASSET.match(value):
                yield BUCKET, value
