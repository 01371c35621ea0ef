"""The vocabulary of the type tables: which API calls make, change, read and delete a resource."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import jmespath
from jmespath import functions

Facts = dict[str, Any]
Conversion = Callable[[Any], Any]


class _Functions(functions.Functions):
    @functions.signature({"types": ["string", "null"]})
    def _func_name_of(self, arn: str | None) -> str | None:
        """The last part of an ARN: what most APIs want as a name."""
        return arn and arn.rpartition("/")[2]

    @functions.signature({"types": ["string", "null"]}, {"types": ["string"]})
    def _func_part(self, text: str | None, index: str) -> str | None:
        """A part of an identifier that is joined with bars."""
        return text and text.split("|")[int(index)]

    @functions.signature({"types": ["object", "null"]}, {"types": ["string"]})
    def _func_version_id(self, product: Facts | None, name: str) -> str | None:
        """The id of a product's version of that name."""
        versions = (product or {}).get("ProvisioningArtifactSummaries", [])
        return next((version["Id"] for version in versions if version["Name"] == name), None)

    @functions.signature({"types": ["string", "null"]}, {"types": ["object"]}, {"types": ["string"]})
    def _func_with_statement(self, policy: str | None, statement: Facts, identifier: str) -> Facts:
        """A policy with one statement added, or replaced under its id."""
        others = [each for each in json.loads(policy or "{}").get("Statement", []) if each.get("Sid") != identifier]
        return {"Version": "2012-10-17", "Statement": [*others, {**statement, "Sid": identifier}]}

    @functions.signature({"types": ["object"]})
    def _func_without_nulls(self, given: Facts) -> Facts:
        return {name: value for name, value in given.items() if value is not None}

    @functions.signature({"types": ["string", "null"]})
    def _func_archive(self, text: str | None) -> bytes | None:
        return archive(text) if text else None


def archive(text: str) -> bytes:
    """The archive that CloudFormation makes of a function's inline code."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as written:
        written.writestr("index.py", text)
    return content.getvalue()


_OPTIONS = jmespath.Options(custom_functions=_Functions())


def look_up(expression: str, facts: Facts) -> Any:
    """Evaluate a JMESPath over `id`, `properties`, `result`, `read`, `item`, `account`, `region` and `token`."""
    return jmespath.search(expression, facts, options=_OPTIONS)


@dataclass(frozen=True)
class Call:
    """One API call: `members` come from the facts, `takes` narrows the properties placed by name."""

    operation: str
    members: Mapping[str, str] = field(default_factory=dict)
    takes: tuple[str, ...] | None = None
    service: str = ""


@dataclass(frozen=True)
class Setting:
    """Properties that have calls of their own; with `each`, one call per element, known by its `key`.

    `change` is the call for an element that stays under its key; `kept_first` marks a list of which the create call
    takes the first element; with `anew`, an element that changes is removed before it is put again.
    """

    properties: tuple[str, ...]
    put: Call
    remove: Call | None = None
    change: Call | None = None
    kept_first: bool = False
    each: bool = False
    key: str = "@"
    at_create: bool = True
    anew: bool = False


@dataclass(frozen=True)
class Kind:
    """A resource type. `create` takes every property that no setting takes at creation.

    `settled` waits until a resource that is made in the background is done, and says why it failed, if it did.
    `handler_reads` are actions that AWS's handler takes beyond the calls made here: the resource schemas' handlers.
    """

    type: str
    service: str
    properties: tuple[str, ...]
    create: Call
    identifier: str
    delete: tuple[Call, ...]
    reads: tuple[Call, ...] = ()
    update: Call | None = None
    settings: tuple[Setting, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    create_only: tuple[str, ...] = ()
    name: tuple[str, int] | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    reads_first: bool = False
    after: Callable[[Facts], None] | None = None
    settled: Callable[[Facts], str | None] | None = None
    handler_reads: tuple[str, ...] = ()
    conversions: Mapping[str, Conversion] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def taggable(self) -> bool:
        return "Tags" in self.properties

    def properties_at_creation(self) -> set[str]:
        elsewhere = {name for setting in self.settings if setting.at_create for name in setting.properties}
        return set(self.properties) - elsewhere


def tagging(
    target: Mapping[str, str], put: str = "TagResource", remove: str = "UntagResource", **words: str
) -> Setting:
    """Tags that the create call takes, and that later change through calls of their own, for what differs only."""
    tags, keys = words.get("tags", "Tags"), words.get("keys", "TagKeys")
    return Setting(
        ("Tags",),
        Call(put, {**target, tags: "[item]"}),
        Call(remove, {**target, keys: "[item.Key]"}),
        each=True,
        key="Key",
        at_create=False,
    )
