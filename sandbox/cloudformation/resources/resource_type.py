"""What a type table declares of a resource type: the API calls that create, change, read and delete a resource."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.cloudformation.resources.facts import Facts

Conversion = Callable[[Any], Any]


@dataclass(frozen=True)
class ApiCall:
    """One API call: `members` are looked up in the facts; `takes` limits the properties that are placed by name.

    `each` is what the facts have a list of: one call for every `item`, before the resource changes or is deleted.
    """

    operation: str
    members: Mapping[str, str] = field(default_factory=dict)
    takes: tuple[str, ...] | None = None
    service: str = ""
    each: str = ""


@dataclass(frozen=True)
class Setting:
    """Properties that have calls of their own; with `per_element`, one call for each element, known by its `key`.

    `change` is the call for an element that stays under its key; `first_at_create` marks a list of which the create
    call takes the first element; with `recreate`, an element that changes is removed before it is put again.
    """

    properties: tuple[str, ...]
    put: ApiCall
    remove: ApiCall | None = None
    change: ApiCall | None = None
    first_at_create: bool = False
    per_element: bool = False
    key: str = "@"
    at_create: bool = True
    recreate: bool = False


@dataclass(frozen=True)
class ResourceType:
    """A resource type. `create` takes every property that no setting takes at creation.

    `stabilize` waits until a resource that is created in the background is ready; it returns why it failed, or None.
    `name_prefix` begins a name that CloudFormation makes, instead of the name of the stack.
    `handler_reads` are permissions that AWS's handler needs beyond the calls made here: the resource schemas' handlers.
    """

    type: str
    service: str
    properties: tuple[str, ...]
    create: ApiCall
    identifier: str
    delete: tuple[ApiCall, ...]
    reads: tuple[ApiCall, ...] = ()
    update: ApiCall | None = None
    settings: tuple[Setting, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    create_only: tuple[str, ...] = ()
    name: tuple[str, int] | None = None
    name_prefix: str = ""
    names: Mapping[str, str] = field(default_factory=dict)
    reads_first: bool = False
    after_create: Callable[[Facts], None] | None = None
    stabilize: Callable[[Facts], str | None] | None = None
    handler_reads: tuple[str, ...] = ()
    conversions: Mapping[str, Conversion] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def taggable(self) -> bool:
        return "Tags" in self.properties

    def properties_at_creation(self) -> set[str]:
        """Those that the create call takes."""
        later = {name for setting in self.settings if setting.at_create for name in setting.properties}
        return set(self.properties) - later

    def properties_without_setting(self) -> set[str]:
        """Those that only the update call changes."""
        return set(self.properties) - {name for setting in self.settings for name in setting.properties}

    def converted(self, name: str, value: Any) -> Any:
        """The value of a property in the form that the API takes."""
        return self.conversions[name](value) if name in self.conversions else value


def tagging(
    target: Mapping[str, str], put: str = "TagResource", remove: str = "UntagResource", **words: str
) -> Setting:
    """Tags that the create call takes, and that change later through calls of their own, for the difference only."""
    tags, keys = words.get("tags", "Tags"), words.get("keys", "TagKeys")
    return Setting(
        ("Tags",),
        ApiCall(put, {**target, tags: "[item]"}),
        ApiCall(remove, {**target, keys: "[item.Key]"}),
        per_element=True,
        key="Key",
        at_create=False,
    )
