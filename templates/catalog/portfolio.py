"""What the catalog is told to offer: portfolios of products of versions."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Version:
    """One immutable release of a product."""

    name: str
    template_url: str
    description: str


@dataclass(frozen=True)
class PublishedProduct:
    """A product with all its versions, oldest first; one that leaves the list is deleted by Service Catalog."""

    name: str
    description: str
    owner: str
    versions: tuple[Version, ...]
    support_description: str = ""
    support_email: str = ""
    support_url: str = ""


@dataclass(frozen=True)
class Portfolio:
    """Products that are offered together, and the role that launches them."""

    name: str
    display_name: str
    description: str
    provider: str
    products: tuple[PublishedProduct, ...]
    launch_role: str
    tags: Mapping[str, str] = field(default_factory=dict)
    tag_options: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
