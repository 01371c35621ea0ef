"""Differences between the constraints and tag options of a catalog as it is and as it should be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LaunchRoleChanged:
    """Another role creates the resources of a product."""

    portfolio: str
    product: str
    old: str | None
    new: str | None

    @property
    def sentence(self) -> str:
        return f"~ {self.portfolio}: {self.product} launches as {role_title(self.new)} (was {role_title(self.old)})"


@dataclass(frozen=True)
class TagUpdatesChanged:
    """Another resource update constraint: whether people can update the tags of what they launched."""

    portfolio: str
    product: str
    old: str | None
    new: str | None

    @property
    def sentence(self) -> str:
        new, old = self.new or "not set", self.old or "not set"
        return f"~ {self.portfolio}: tag updates of {self.product} are {new} (were {old})"


@dataclass(frozen=True)
class TagOptionAdded:
    portfolio: str
    key: str
    value: str

    @property
    def sentence(self) -> str:
        return f"+ {self.portfolio}: tag option {self.key}={self.value}"


@dataclass(frozen=True)
class TagOptionRemoved:
    portfolio: str
    key: str
    value: str

    @property
    def sentence(self) -> str:
        return f"- {self.portfolio}: tag option {self.key}={self.value}"


def role_title(name: str | None) -> str:
    """Without a launch constraint Service Catalog uses the permissions of the person who launches."""
    return name or "the person who launches"
