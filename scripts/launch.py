"""Creates a project the way Studio does; what AWS would refuse is refused before the call."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from scripts.configuration.documents import suggestion
from scripts.errors import ConfigurationError, UnfinishedError
from scripts.releases.versions import version_order

# Pattern and limit of ProjectName in botocore's model of CreateProject.
PROJECT_NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}")
FILLED_IN = ("SageMakerProjectName", "SageMakerProjectId")


@dataclass(frozen=True)
class Offered:
    """A version that the caller may launch."""

    name: str
    identifier: str
    deprecated: bool


@dataclass(frozen=True)
class LaunchPath:
    """A portfolio by which a product reaches the caller, under its display name."""

    name: str
    identifier: str


@dataclass(frozen=True)
class VisibleProduct:
    """A product that the caller sees. SageMaker can update a project only if there is one path."""

    name: str
    identifier: str
    versions: tuple[Offered, ...]
    paths: tuple[LaunchPath, ...]


@dataclass(frozen=True)
class Launched:
    """A project that exists now. `outputs` are the stack's, by key."""

    name: str
    identifier: str
    account: str
    outputs: Mapping[str, str]


class Studio(Protocol):
    """What a data scientist can do; `scripts.aws.studio.Studio` is the real one."""

    def product_names(self) -> tuple[str, ...]: ...
    def product(self, name: str) -> VisibleProduct: ...
    def parameters(self, product: VisibleProduct, version: Offered) -> tuple[str, ...]: ...
    def create(self, name: str, product: VisibleProduct, version: Offered, parameters: Mapping[str, str]) -> None: ...
    def finish(self, name: str, tick: Callable[[str], None]) -> Launched: ...


@dataclass(frozen=True)
class Order:
    """What a person asks for: a product, a project name, perhaps a version and parameters."""

    product: str
    name: str
    version: str | None
    parameters: Mapping[str, str]


def read_order(product: str, name: str, version: str | None, assignments: Iterable[str]) -> Order:
    """Raises ConfigurationError with AWS's rule when the name or an assignment could not be used."""
    if not PROJECT_NAME.fullmatch(name):
        problem = f"`{name}` cannot be a project's name"
        raise ConfigurationError(problem, hint="1 to 32 letters, digits and hyphens, a letter or digit at both ends")
    parameters: dict[str, str] = {}
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        if not equals or not key:
            raise ConfigurationError(f"`{assignment}` is not a parameter", hint="write it as Name=value")
        parameters[key] = value
    taken = [key for key in FILLED_IN if key in parameters]
    if taken:
        raise ConfigurationError(f"{taken[0]} cannot be given", hint="SageMaker fills it in")
    return Order(product, name, version, parameters)


def launch(order: Order, studio: Studio, tick: Callable[[str], None]) -> Launched:
    """Create the project and wait for it; `tick` gets the status while it is created.

    Raises ConfigurationError for what is not offered, UnfinishedError with the first failed resource and its reason.
    """
    names = studio.product_names()
    if order.product not in names:
        hint = suggestion(order.product, names) if names else "ask the platform team to add your role to a portfolio"
        raise ConfigurationError(f"your role does not see a product `{order.product}`", hint=hint)
    product = studio.product(order.product)
    _refuse_several_paths(product)
    version = _chosen(product, order.version)
    known = [name for name in studio.parameters(product, version) if name not in FILLED_IN]
    for name in order.parameters:
        if name not in known:
            raise ConfigurationError(f"{order.product} has no parameter `{name}`", hint=suggestion(name, known))
    studio.create(order.name, product, version, order.parameters)
    return studio.finish(order.name, tick)


def _refuse_several_paths(product: VisibleProduct) -> None:
    """API reference: UpdateProvisionedProduct takes a path if there are several, UpdateProject takes none."""
    if len(product.paths) > 1:
        portfolios = " and ".join(path.name for path in product.paths)
        raise ConfigurationError(
            f"{product.name} reaches your role through the portfolios {portfolios}: no project of it could be updated",
            hint="ask the platform team to take the product, your role or your account's unit out of one of them",
        )


def _chosen(product: VisibleProduct, wanted: str | None) -> Offered:
    """The version asked for, or the newest that is not deprecated."""
    by_name = {version.name: version for version in product.versions if not version.deprecated}
    if not by_name:
        raise UnfinishedError(
            f"every version of {product.name} is deprecated", hint="ask the platform team for a new one"
        )
    if wanted is None:
        return by_name[max(by_name, key=version_order)]
    if wanted not in by_name:
        raise ConfigurationError(f"{product.name} has no version {wanted} to launch", hint=suggestion(wanted, by_name))
    return by_name[wanted]
