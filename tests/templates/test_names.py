"""Every name holds at the longest legal project name and id, and no two resources of a kind share one."""

import re
from pathlib import Path

import pytest

from sandbox.world import accounts
from templates import names
from tests.templates.rendered import PRODUCTS, TEMPLATES, filled_in, resources_of, template_of

# Type, property, longest, and what it may be made of: each from the API reference of the service's Create operation.
LIMITS = [
    ("AWS::CodeBuild::Project", "Name", 150, r"[A-Za-z0-9][A-Za-z0-9_-]+"),
    ("AWS::CodeCommit::Repository", "RepositoryName", 100, r"[\w.-]+"),
    ("AWS::CodePipeline::Pipeline", "Name", 100, r"[A-Za-z0-9.@_-]+"),
    ("AWS::Events::Rule", "Name", 64, r"[.A-Za-z0-9_-]+"),
    ("AWS::IAM::ManagedPolicy", "ManagedPolicyName", 128, r"[\w+=,.@-]+"),
    ("AWS::IAM::Role", "RoleName", 64, r"[\w+=,.@-]+"),
    ("AWS::KMS::Alias", "AliasName", 256, r"alias/[a-zA-Z0-9/_-]+"),
    ("AWS::Lambda::Function", "FunctionName", 64, r"[a-zA-Z0-9_-]+"),
    ("AWS::Logs::LogGroup", "LogGroupName", 512, r"[.A-Za-z0-9_/#-]+"),
    ("AWS::S3::Bucket", "BucketName", 63, r"[a-z0-9][a-z0-9.-]+[a-z0-9]"),
    ("AWS::SNS::Topic", "TopicName", 256, r"[A-Za-z0-9_-]+"),
    ("AWS::SQS::Queue", "QueueName", 80, r"[A-Za-z0-9_-]+"),
    ("AWS::SSM::Parameter", "Name", 1011, r"/[a-zA-Z0-9_./-]+"),
    ("AWS::SageMaker::CodeRepository", "CodeRepositoryName", 63, r"[a-zA-Z0-9](-*[a-zA-Z0-9])*"),
    ("AWS::SageMaker::Domain", "DomainName", 63, r"[a-zA-Z0-9](-*[a-zA-Z0-9])*"),
    ("AWS::SageMaker::UserProfile", "UserProfileName", 63, r"[a-zA-Z0-9](-*[a-zA-Z0-9])*"),
    ("AWS::SageMaker::ModelPackageGroup", "ModelPackageGroupName", 63, r"[a-zA-Z0-9](-*[a-zA-Z0-9])*"),
    ("AWS::Scheduler::Schedule", "Name", 64, r"[0-9a-zA-Z_.-]+"),
]
ROOT = Path(__file__).parents[2]
ENDPOINT_LIMIT, STACK_LIMIT, SAGEMAKER_PIPELINE_LIMIT = 63, 128, 256
CASES = [(template, *limit) for template in TEMPLATES for limit in LIMITS]


@pytest.mark.parametrize(("template", "kind", "name", "longest", "letters"), CASES)
def test_longest_name_fits_its_service(template: str, kind: str, name: str, longest: int, letters: str) -> None:
    for title, body in resources_of(template_of(template), kind).items():
        value = filled_in(body["Properties"][name])
        assert len(value) <= longest, f"{title}: {value}"
        assert re.fullmatch(letters, value), f"{title}: {value}"


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_two_resources_of_a_kind_share_a_name(template: str) -> None:
    for kind, name, _, _ in LIMITS:
        found = [filled_in(body["Properties"][name]) for body in resources_of(template_of(template), kind).values()]
        assert len(found) == len(set(found)), kind


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_name_that_is_given_is_checked(template: str) -> None:
    known = {(kind, name) for kind, name, _, _ in LIMITS}
    for body in resources_of(template_of(template)).values():
        last = body["Type"].rpartition("::")[2]
        given = {name for name in body.get("Properties", {}) if name in {"Name", f"{last}Name", "RoleName"}}
        if body["Type"].startswith("AWS::") and not body["Type"].startswith("AWS::ServiceCatalog::"):
            assert {(body["Type"], name) for name in given} <= known


BUILDS_OF_DEPLOYMENTS = {"PrepareProject", "ConfirmProject", "TestProject"}


def test_names_that_pipelines_make_later_fit_too() -> None:
    template = template_of("build-train-deploy")
    outputs = {title: filled_in(body["Value"]) for title, body in template["Outputs"].items()}
    assert len(outputs["StagingEndpoint"]) <= ENDPOINT_LIMIT
    assert len(outputs["ProductionEndpoint"]) <= ENDPOINT_LIMIT
    assert len(outputs["TrainingPipelineName"]) <= SAGEMAKER_PIPELINE_LIMIT
    stages = template["Resources"]["DeployPipeline"]["Properties"]["Stages"]
    stacks = {
        filled_in(action["Configuration"]["StackName"])
        for stage in stages
        for action in stage["Actions"]
        if "StackName" in action.get("Configuration", {})
    }
    assert len(stacks) == 2
    assert max(map(len, stacks)) <= STACK_LIMIT


def test_project_bucket_cannot_be_guessed_from_the_project() -> None:
    bucket = template_of("build-train")["Resources"]["Bucket"]["Properties"]["BucketName"]
    assert filled_in(bucket).endswith("-0123abcd")


@pytest.mark.parametrize("template", PRODUCTS)
def test_what_studio_users_touch_by_name_is_called_sagemaker(template: str) -> None:
    touched = ("AWS::CodeBuild::Project", "AWS::CodeCommit::Repository", "AWS::CodePipeline::Pipeline")
    for title, body in resources_of(template_of(template), *touched).items():
        name = filled_in(body["Properties"].get("Name") or body["Properties"]["RepositoryName"])
        assert name.startswith("sagemaker-") != (title in BUILDS_OF_DEPLOYMENTS)


@pytest.mark.parametrize("template", ["deploy", "build-train-deploy"])
@pytest.mark.parametrize("title", sorted(BUILDS_OF_DEPLOYMENTS))
def test_aws_studio_policies_start_no_build_of_a_deployment(template: str, title: str) -> None:
    """AmazonSageMakerFullAccess starts builds on `project/sagemaker*`, with any buildspec."""
    assert filled_in(template_of(template)["Resources"][title]["Properties"]["Name"]).startswith("mlops-catalog-")


def test_the_prefix_is_written_in_one_place() -> None:
    """A company changes it there. What `scripts` generates, and releases, follow or stay as they are recorded."""
    generated = (ROOT / "portfolios" / "schema", ROOT / "portfolios" / "releases")
    files = [path for folder in ("templates", "scripts", "portfolios") for path in (ROOT / folder).rglob("*")]
    written = {
        path.relative_to(ROOT).as_posix()
        for path in files
        if path.suffix in {".py", ".yml", ".yaml", ".json"}
        and not any(path.is_relative_to(folder) for folder in generated)
        and names.PREFIX in path.read_text(encoding="utf-8")
    }
    assert written == {"templates/names.py"}


def test_what_cannot_import_the_templates_has_their_names() -> None:
    """The sandbox's people: who changes the prefix changes it there too."""
    assert accounts.PUBLISHER.endswith(f":role/{names.PUBLISHER}")
    assert accounts.PEOPLE["approver"].endswith(f":role{names.PATH}{names.APPROVER}")
