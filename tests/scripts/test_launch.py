"""A launch is refused before the call when AWS would refuse it, and takes the newest version."""

import pytest

from scripts.errors import CatalogError, ConfigurationError, UnfinishedError
from scripts.launch import LaunchableVersion, LaunchedProject, LaunchPath, VisibleProduct, launch, launch_request


class MemoryConsole:
    """The Service Catalog console, which records what was launched."""

    def __init__(self) -> None:
        self.created: list[tuple] = []

    def create(self, name, product, version, parameters) -> None:
        self.created.append((name, version.name, dict(parameters)))

    def finish(self, name, tick) -> LaunchedProject:
        tick(name)
        return LaunchedProject(name, "pp-abcdefghijklm", "222222222222", {})


class MemoryStudio:
    """A Studio with one product, which records what was created."""

    paths = (LaunchPath("MLOps projects", "lpv3-1"),)

    def __init__(self, *versions: LaunchableVersion) -> None:
        self.versions = versions or (
            LaunchableVersion("1.9.0", "pa-1", False),
            LaunchableVersion("1.10.0", "pa-2", False),
        )
        self.created: list[tuple] = []
        self.console = MemoryConsole()

    def product_names(self) -> tuple[str, ...]:
        return ("build-train",)

    def product(self, name: str) -> VisibleProduct:
        return VisibleProduct(name, "prod-1", self.versions, self.paths)

    def parameters(self, product: VisibleProduct, version: LaunchableVersion) -> tuple[str, ...]:
        return ("SageMakerProjectName", "SageMakerProjectId", "BranchName")

    def create(self, name, product, version, parameters) -> None:
        self.created.append((name, version.name, dict(parameters)))

    def finish(self, name, tick) -> LaunchedProject:
        tick(name)
        return LaunchedProject(name, "p-abc123def456", "222222222222", {})


def request_for(name: str = "demo", version: str | None = None, product: str = "build-train", parameters: tuple = ()):
    return launch_request(product, name, version, parameters)


@pytest.mark.parametrize("name", ["", "-demo", "demo-", "my_project", "my project", "a" * 33, "dé"])
def test_a_name_that_aws_would_refuse_is_refused_with_the_rule(name: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        request_for(name)
    assert caught.value.hint == "1 to 32 letters, digits and hyphens, a letter or digit at both ends"


@pytest.mark.parametrize("name", ["a", "1model", "Fraud-Detection", "a" * 32, "a--b"])
def test_every_name_that_aws_accepts_is_accepted(name: str) -> None:
    studio = MemoryStudio()
    launch(request_for(name), studio, lambda _: None)
    assert studio.created[0][0] == name


def test_the_newest_version_is_launched() -> None:
    studio = MemoryStudio()
    launch(request_for(), studio, lambda _: None)
    assert studio.created == [("demo", "1.10.0", {})]


def test_a_candidate_is_launched_unless_its_release_is_there() -> None:
    candidate, release = (
        LaunchableVersion("2.0.0.dev-0a1b2c3d", "pa-2", False),
        LaunchableVersion("2.0.0", "pa-3", False),
    )
    before, after = MemoryStudio(LaunchableVersion("1.0.0", "pa-1", False), candidate), MemoryStudio(release, candidate)
    for studio in (before, after):
        launch(request_for(), studio, lambda _: None)
    assert (before.created[0][1], after.created[0][1]) == ("2.0.0.dev-0a1b2c3d", "2.0.0")


def test_a_deprecated_version_is_not_launched() -> None:
    studio = MemoryStudio(LaunchableVersion("1.0.0", "pa-1", False), LaunchableVersion("2.0.0", "pa-2", True))
    launch(request_for(), studio, lambda _: None)
    assert studio.created[0][1] == "1.0.0"
    with pytest.raises(ConfigurationError, match=r"no version 2\.0\.0 to launch"):
        launch(request_for(version="2.0.0"), studio, lambda _: None)


def test_a_product_with_deprecated_versions_only_says_so() -> None:
    with pytest.raises(UnfinishedError, match="every version of build-train is deprecated"):
        launch(request_for(), MemoryStudio(LaunchableVersion("1.0.0", "pa-1", True)), lambda _: None)


def test_a_product_with_two_paths_is_refused_with_both_portfolios_and_what_helps() -> None:
    studio = MemoryStudio()
    studio.paths = (*studio.paths, LaunchPath("Other projects", "lpv3-2"))
    with pytest.raises(ConfigurationError, match="portfolios MLOps projects and Other projects") as caught:
        launch(request_for(), studio, lambda _: None)
    assert "from one of them" in caught.value.hint
    assert studio.created == []


@pytest.mark.parametrize(
    ("fields", "problem", "hint"),
    [
        ({"product": "build-tran"}, "does not see a product `build-tran`", "did you mean `build-train`?"),
        ({"parameters": ("BranchNam=x",)}, "no parameter `BranchNam`", "did you mean `BranchName`?"),
        ({"parameters": ("BranchName",)}, "`BranchName` is not a parameter", "write it as Name=value"),
        ({"parameters": ("SageMakerProjectId=p",)}, "SageMakerProjectId cannot be set", "SageMaker fills it in"),
    ],
)
def test_a_mistake_is_found_before_anything_is_created(fields: dict, problem: str, hint: str) -> None:
    studio = MemoryStudio()
    with pytest.raises(CatalogError) as caught:
        launch(request_for(**fields), studio, lambda _: None)
    assert problem in caught.value.problem
    assert caught.value.hint == hint
    assert studio.created == []


@pytest.mark.parametrize("name", ["p-abc123def456", "demo-p-abc123def456", "Demo-P-ABC123DEF4567-x"])
def test_a_name_that_holds_the_like_of_a_projects_id_is_refused_as_the_products_do(name: str) -> None:
    with pytest.raises(ConfigurationError, match="looks like a project's id"):
        launch_request("build-train", name, None, ())
    assert launch_request("build-train", "map-classification", None, ()).name == "map-classification"


def test_what_asks_for_no_project_is_launched_as_in_the_console() -> None:
    class Environment(MemoryStudio):
        def parameters(self, product: VisibleProduct, version: LaunchableVersion) -> tuple[str, ...]:
            return ("DomainName",)

    studio = Environment()
    launched = launch(request_for(parameters=("DomainName=vision",)), studio, lambda _: None)
    assert launched.kind == "product"
    assert studio.created == []
    assert studio.console.created == [("demo", "1.10.0", {"DomainName": "vision"})]
