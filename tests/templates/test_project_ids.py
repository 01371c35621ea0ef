"""A project's roles reach nothing of another project, however alike the ids and names of the two are."""

import itertools
from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest

from tests.templates.rendered import EXAMPLE, PROJECT_PRODUCTS, resources_of, template_of
from tests.templates.resolve import filled_in
from tests.templates.resource_arns import PLACE, arn_of

Project = tuple[str, str]
# Ids of 12 and 13 characters that are prefix and suffix of each other, and names that hold the like of an id.
PROJECTS: list[Project] = [
    ("demo", "p-aaaaaaaaaaaa"),
    ("demo", "p-aaaaaaaaaaaaa"),
    ("demo", "p-baaaaaaaaaaaa"),
    ("demo", "p-aaaaaaaaaaaab"),
    ("demo-p", "p-paaaaaaaaaaa"),
    ("demop-aaaaaaaaaaaa", "p-cccccccccccc"),
    ("p-aaaaaaaaaaa", "p-dddddddddddd"),
    ("DEMO", "p-eeeeeeeeeeee"),
]
PAIRS = list(itertools.permutations(PROJECTS, 2))
STARTED_BY_PIPELINES = "/pipelines-*"
"""Jobs that pipelines of any project start are named alike: another condition keeps them apart."""


def example_of(project: Project) -> dict[str, str]:
    return EXAMPLE | {"SageMakerProjectName": project[0], "SageMakerProjectId": project[1]}


def patterns_of(product: str, project: Project) -> Iterator[str]:
    """The resources of the grants of the project's roles, those that are for no one's in particular left out."""
    for role in resources_of(template_of(product), "AWS::IAM::Role").values():
        for policy in filled_in(role["Properties"]["Policies"], example_of(project)):
            for statement in policy["PolicyDocument"]["Statement"]:
                yield from (each for each in statement["Resource"] if project[1] in each)


def arns_of(product: str, project: Project) -> Iterator[str]:
    """The project's resources, and what its code makes in SageMaker, in the lower case of its ARNs."""
    resources = template_of(product)["Resources"]
    for title, body in resources.items():
        if body["Type"].startswith("AWS::") and body["Type"] != "AWS::KMS::Key":
            yield arn_of(resources, title, example_of(project))
    name, identifier = project[0].lower(), project[1]
    for kind in ("pipeline", "training-job", "processing-job", "transform-job", "model", "endpoint"):
        yield f"arn:aws:sagemaker:{PLACE}:{kind}/sagemaker-{name}-{identifier}-training"
        yield f"arn:aws:sagemaker:{PLACE}:{kind}/{name}-{identifier}"
    yield f"arn:aws:sagemaker:{PLACE}:model-package/{name}-{identifier}/1"


@pytest.mark.parametrize("product", PROJECT_PRODUCTS)
def test_no_grant_of_a_project_covers_a_resource_of_another(product: str) -> None:
    reached = {
        (one, other, pattern, arn)
        for one, other in PAIRS
        for pattern in set(patterns_of(product, one))
        if not pattern.endswith(STARTED_BY_PIPELINES)
        for arn in arns_of(product, other)
        if fnmatchcase(arn, pattern)
    }
    assert reached == set()


@pytest.mark.parametrize("product", PROJECT_PRODUCTS)
def test_the_grants_of_a_project_cover_its_own_resources(product: str) -> None:
    """Else the test above would hold for grants of nothing."""
    for project in PROJECTS:
        patterns, own = set(patterns_of(product, project)), list(arns_of(product, project))
        assert [arn for arn in own if any(fnmatchcase(arn, pattern) for pattern in patterns)]


@pytest.mark.parametrize("product", PROJECT_PRODUCTS)
def test_every_pattern_has_a_separator_before_the_id(product: str) -> None:
    project = PROJECTS[0]
    joined = [pattern for pattern in patterns_of(product, project) if f"*{project[1]}" in pattern]
    assert joined == []
