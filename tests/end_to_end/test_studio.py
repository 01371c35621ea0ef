"""A platform team launches a Studio domain and people; a person reaches the projects of the own team and no others."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from scripts.aws.studio import Studio
from tests.end_to_end.command_line import CommandLine
from tests.end_to_end.person import Person

PEOPLE = ("--as", "platform=platform-engineer", "--as", "development=development")
STEPS = [
    *("launch", "enable projects", "settings of the domain", "set up a team", "a person in a wrong domain"),
    *("a person in the domain", "a domain with people is kept", "delete"),
]


@pytest.fixture(scope="module")
def rehearsed(published: str, command_line: CommandLine) -> Any:
    """The rehearsal of the domain; the team that it sets up stays."""
    return command_line("platform-engineer", "rehearse", "studio-domain", *PEOPLE)


@pytest.fixture(scope="module")
def member(rehearsed: Any, sandbox: Any) -> Person:
    """A person with the role that the user profile had."""
    return Person(sandbox, "service-role/AmazonSageMaker-ExecutionRole-team-rehearsal")


def test_a_domain_is_launched_used_and_ended_in_order(rehearsed: Any, command_line: CommandLine) -> None:
    assert rehearsed.returncode == 0, rehearsed.stdout + rehearsed.stderr
    record = json.loads((command_line.root / "build/rehearsal/studio-domain.json").read_text(encoding="utf-8"))
    outcomes = {step["title"]: step["outcome"] for step in record["steps"]}
    assert list(outcomes) == STEPS
    assert "Could not find Domain [d-000000000000]" in outcomes["a person in a wrong domain"]
    assert "because UserProfile(s) are associated with it" in outcomes["a domain with people is kept"]


def test_nothing_but_the_key_remains(rehearsed: Any, sandbox: Any) -> None:
    client = sandbox.client("sagemaker", "development")
    assert client.list_domains()["Domains"] == client.list_user_profiles()["UserProfiles"] == []
    assert "retained  Key\n" in rehearsed.stdout


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        (
            ("DomainName=x", "IdleMinutes=240", "LongestIdleMinutes=120"),
            "LongestIdleMinutes is less than IdleMinutes, 240",
        ),
        (("DomainName=not_a_name",), "1 to 32 letters, digits and hyphens"),
    ],
)
def test_what_cannot_work_is_refused_with_a_sentence(
    rehearsed: Any, command_line: CommandLine, parameters: tuple[str, ...], sentence: str
) -> None:
    given = [part for parameter in parameters for part in ("-p", parameter)]
    done = command_line("platform-engineer", "launch", "studio-domain", f"refused-{len(parameters)}", *given)
    assert done.returncode == 3
    assert sentence in done.stderr


def test_a_team_that_is_not_set_up_gets_no_people(rehearsed: Any, command_line: CommandLine) -> None:
    given = ("-p", "DomainId=d-abcdefghijkl", "-p", "UserName=eve", "-p", "Team=nobody")
    done = command_line("platform-engineer", "launch", "studio-user-profile", "eve", *given)
    assert done.returncode == 3
    assert "/mlops-catalog/teams/nobody" in done.stderr


def test_data_scientists_launch_no_domain_and_platform_engineers_no_project(
    rehearsed: Any, command_line: CommandLine
) -> None:
    for person, product in (("data-scientist", "studio-domain"), ("platform-engineer", "build-train")):
        done = command_line(person, "launch", product, "wrong-door")
        assert done.returncode == 2
        assert f"your role does not see a product `{product}`" in done.stderr


def test_a_person_sees_and_launches_projects_for_the_own_team_alone(
    member: Person, command_line: CommandLine, sandbox: Any
) -> None:
    views = member.client("servicecatalog").search_products()["ProductViewSummaries"]
    assert {view["Name"] for view in views} == {"build-train", "deploy", "build-train-deploy"}
    done = command_line("data-scientist", "launch", "build-train", "elsewhere")
    assert done.returncode == 0, done.stdout + done.stderr
    projects = member.client("sagemaker").list_projects()["ProjectSummaryList"]
    assert "elsewhere" in {project["ProjectName"] for project in projects}
    identifier = next(project["ProjectId"] for project in projects if project["ProjectName"] == "elsewhere")
    with pytest.raises(ClientError, match="AccessDenied"):
        member.client("codecommit").get_repository(repositoryName=f"sagemaker-elsewhere-{identifier}-build")


def test_a_person_launches_a_project_of_the_team_and_works_on_it(member: Person) -> None:
    details = _details(member)
    parameters = [{"Key": "Team", "Value": "rehearsal"}]
    sagemaker = member.client("sagemaker")
    sagemaker.create_project(
        ProjectName="ours", ServiceCatalogProvisioningDetails=details | {"ProvisioningParameters": parameters}
    )
    studio = Studio.__new__(Studio)
    studio.sagemaker = sagemaker
    while (project := studio._ended("ours")) is None:
        pass
    assert project["ProjectStatus"] == "CreateCompleted"
    name = f"sagemaker-ours-{project['ProjectId']}-build"
    assert member.client("codecommit").get_repository(repositoryName=name)["repositoryMetadata"]


def _details(member: Person) -> dict[str, Any]:
    catalog = member.client("servicecatalog")
    views = catalog.search_products()["ProductViewSummaries"]
    product = next(view["ProductId"] for view in views if view["Name"] == "build-train")
    versions = catalog.describe_product(Id=product)["ProvisioningArtifacts"]
    (path,) = catalog.list_launch_paths(ProductId=product)["LaunchPathSummaries"]
    newest = next(version for version in versions if ".dev" in version["Name"])
    return {"ProductId": product, "ProvisioningArtifactId": newest["Id"], "PathId": path["Id"]}
