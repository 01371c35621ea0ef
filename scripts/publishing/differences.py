"""Differences between a catalog as it is and as it should be: typed, with both sides, one sentence each."""

from dataclasses import dataclass
from typing import Any

from scripts.publishing.constraint_differences import (
    LaunchRoleChanged,
    TagOptionAdded,
    TagOptionRemoved,
    TagUpdatesChanged,
    role_title,
)
from scripts.publishing.template_differences import PartEdited, ResourceRemoved, StackDiffers, edit


@dataclass(frozen=True)
class PortfolioAdded:
    portfolio: str
    products: tuple[str, ...]

    @property
    def sentence(self) -> str:
        return f"+ portfolio {self.portfolio}: {_count(self.products)}"


@dataclass(frozen=True)
class PortfolioRemoved:
    portfolio: str
    products: tuple[str, ...]

    @property
    def sentence(self) -> str:
        return f"- portfolio {self.portfolio}: {_count(self.products)}"


@dataclass(frozen=True)
class PortfolioEdited:
    """A field of a portfolio that stays."""

    portfolio: str
    field: str
    old: Any
    new: Any

    @property
    def sentence(self) -> str:
        return f"~ portfolio {self.portfolio}, {edit(self.field.replace('_', ' '), self.old, self.new)}"


@dataclass(frozen=True)
class VersionsAdded:
    """Versions with their products, of new products and of those that stay."""

    versions: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        return f"+ {_titles(self.versions)}"


@dataclass(frozen=True)
class VersionsRemoved:
    versions: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        return f"- {_titles(self.versions)}"


@dataclass(frozen=True)
class CandidatesReplaced:
    """Candidates of products that stay: another content of them, or their release, is published instead."""

    versions: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        return f"~ no longer {_titles(self.versions)}"


@dataclass(frozen=True)
class VersionReplaced:
    """Another template under the name of a version that is published; a plan refuses it."""

    product: str
    version: str
    old: str
    new: str

    @property
    def sentence(self) -> str:
        return f"~ {self.product} {self.version}, {edit('template', self.old, self.new)}"


@dataclass(frozen=True)
class ProductEdited:
    """A field of a product that stays, or of one of its versions."""

    product: str
    field: str
    old: Any
    new: Any

    @property
    def sentence(self) -> str:
        return f"~ product {self.product}, {edit(self.field.replace('_', ' '), self.old, self.new)}"


@dataclass(frozen=True)
class ProductAdded:
    """A product joins a portfolio that stays."""

    portfolio: str
    product: str
    launch_role: str | None

    @property
    def sentence(self) -> str:
        return f"+ {self.portfolio}: {self.product}, launches as {role_title(self.launch_role)}"


@dataclass(frozen=True)
class ProductRemoved:
    """A product leaves a portfolio that stays."""

    portfolio: str
    product: str

    @property
    def sentence(self) -> str:
        return f"- {self.portfolio}: {self.product}"


Removal = PortfolioRemoved | VersionsRemoved | ProductRemoved | TagOptionRemoved | ResourceRemoved
"""Differences by which people lose a product, a version or an option."""

Difference = (
    StackDiffers
    | PortfolioAdded
    | PortfolioEdited
    | VersionsAdded
    | CandidatesReplaced
    | VersionReplaced
    | ProductAdded
    | ProductEdited
    | LaunchRoleChanged
    | TagUpdatesChanged
    | TagOptionAdded
    | PartEdited
    | Removal
)


def _titles(versions: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{product} {version}" for product, version in versions)


def _count(products: tuple[str, ...]) -> str:
    return f"{len(products)} product{'' if len(products) == 1 else 's'}"
