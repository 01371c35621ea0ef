"""Launches a product: as a project the way Studio does, if SageMaker fills its form in, else as the console does.

What AWS would refuse is refused before the call.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from scripts.configuration.documents import suggestion
from scripts.errors import ConfigurationError, UnfinishedError
from scripts.releases.versions import version_order
from templates import parameters

# Pattern and limit of ProjectName in botocore's model of CreateProject.
PROJECT_NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}")
TAKEN_BY_PRODUCTS = re.compile(parameters.PROJECT_NAME.properties["AllowedPattern"])
FILLED_IN = ("SageMakerProjectName", "SageMakerProjectId")


@dataclass(frozen=True)
class LaunchableVersion:
    """A version that the caller can launch."""

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
    versions: tuple[LaunchableVersion, ...]
    paths: tuple[LaunchPath, ...]


@dataclass(frozen=True)
class LaunchedProject:
    """What exists now, with its id: a project, or else a provisioned product. `outputs` are the stack's, by key."""

    name: str
    identifier: str
    account: str
    outputs: Mapping[str, str]

    @property
    def kind(self) -> str:
        return "product" if self.identifier.startswith("pp-") else "project"


class Launcher(Protocol):
    """Creates what a product makes, and waits for it."""

    def create(
        self, name: str, product: VisibleProduct, version: LaunchableVersion, parameters: Mapping[str, str]
    ) -> None: ...
    def finish(self, name: str, tick: Callable[[str], None]) -> LaunchedProject: ...


class Studio(Launcher, Protocol):
    """What a person can launch as projects, and by `console` the rest; `scripts.aws.studio.Studio` is the real one."""

    @property
    def console(self) -> Launcher: ...
    def product_names(self) -> tuple[str, ...]: ...
    def product(self, name: str) -> VisibleProduct: ...
    def parameters(self, product: VisibleProduct, version: LaunchableVersion) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class LaunchRequest:
    """A product, a name for what it makes, and optionally a version and parameters."""

    product: str
    name: str
    version: str | None
    parameters: Mapping[str, str]


def launch_request(product: str, name: str, version: str | None, assignments: Iterable[str]) -> LaunchRequest:
    """Raises ConfigurationError with AWS's rule when the name or an assignment could not be used."""
    if not PROJECT_NAME.fullmatch(name):
        problem = f"`{name}` cannot be a project's name"
        raise ConfigurationError(problem, hint="1 to 32 letters, digits and hyphens, a letter or digit at both ends")
    if not TAKEN_BY_PRODUCTS.fullmatch(name):
        hint = "leave it out: names of resources end in the project's own id, and two would be taken for one another"
        raise ConfigurationError(f"`{name}` holds what looks like a project's id", hint=hint)
    given: dict[str, str] = {}
    for assignment in assignments:
        key, equals, value = assignment.partition("=")
        if not equals or not key:
            raise ConfigurationError(f"`{assignment}` is not a parameter", hint="write it as Name=value")
        given[key] = value
    reserved = [key for key in FILLED_IN if key in given]
    if reserved:
        raise ConfigurationError(f"{reserved[0]} cannot be set", hint="SageMaker fills it in")
    return LaunchRequest(product, name, version, given)


def launch(request: LaunchRequest, studio: Studio, tick: Callable[[str], None]) -> LaunchedProject:
    """Create what the product makes and wait for it; `tick` gets the status while it is created.

    Raises ConfigurationError for what the role cannot launch, UnfinishedError with the first failed resource.
    """
    names = studio.product_names()
    if request.product not in names:
        hint = suggestion(request.product, names) if names else "ask the platform team to add your role to a portfolio"
        raise ConfigurationError(f"your role does not see a product `{request.product}`", hint=hint)
    product = studio.product(request.product)
    _refuse_several_paths(product)
    version = _select(product, request.version)
    declared = studio.parameters(product, version)
    known = [name for name in declared if name not in FILLED_IN]
    for name in request.parameters:
        if name not in known:
            raise ConfigurationError(f"{request.product} has no parameter `{name}`", hint=suggestion(name, known))
    launcher = studio if FILLED_IN[0] in declared else studio.console
    launcher.create(request.name, product, version, request.parameters)
    return launcher.finish(request.name, tick)


def _refuse_several_paths(product: VisibleProduct) -> None:
    """API reference: UpdateProvisionedProduct takes a path if there are several, UpdateProject takes none."""
    if len(product.paths) > 1:
        portfolios = " and ".join(path.name for path in product.paths)
        raise ConfigurationError(
            f"{product.name} reaches your role through the portfolios {portfolios}: no project of it could be updated",
            hint="ask the platform team to remove the product, your role or your account's unit from one of them",
        )


def _select(product: VisibleProduct, name: str | None) -> LaunchableVersion:
    """The version of that name, or the newest that is not deprecated."""
    by_name = {version.name: version for version in product.versions if not version.deprecated}
    if not by_name:
        raise UnfinishedError(
            f"every version of {product.name} is deprecated", hint="ask the platform team for a new one"
        )
    if name is None:
        return by_name[max(by_name, key=version_order)]
    if name not in by_name:
        raise ConfigurationError(f"{product.name} has no version {name} to launch", hint=suggestion(name, by_name))
    return by_name[name]
