"""Every product meets the contract of SageMaker projects and the limits of Service Catalog."""

import re
from pathlib import Path
from typing import Any

import pytest

import templates
from tests.templates.rendered import (
    OTHER_PRODUCTS,
    PRODUCTS,
    PROJECT_PRODUCTS,
    TEMPLATES,
    products_with,
    resources_of,
    template_of,
    text_of,
    walk,
)

PRODUCT_FILES = Path(templates.__file__).parent / "products"
KEPT = (
    "AWS::CodeCommit::Repository",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::SageMaker::ModelPackageGroup",
)
# Service Catalog refuses longer ones: CreateProduct and ProvisioningArtifactProperties in its API reference.
LONGEST_PRODUCT_NAME, LONGEST_DESCRIPTION = 100, 8191
# CloudFormation: a template from S3 may have 1 MB, 200 parameters, 200 outputs and 500 resources.
LARGEST_TEMPLATE = 1_000_000


# Tests of kinds of resources apply to products that have them: these all have each of them.
COMPLETE = ("build-train", "deploy", "build-train-deploy")
TESTED_KINDS = (
    "AWS::CodeBuild::Project",
    "AWS::CodePipeline::Pipeline",
    "AWS::Events::Rule",
    "AWS::IAM::Role",
    "AWS::KMS::Key",
    "AWS::S3::BucketPolicy",
)


@pytest.mark.parametrize("kind", TESTED_KINDS)
def test_tests_of_a_kind_of_resource_apply_to_every_product_that_has_it(kind: str) -> None:
    """Else they would hold for no product at all."""
    assert set(products_with(kind)) >= set(COMPLETE)


@pytest.mark.parametrize("name", COMPLETE)
def test_products_that_train_or_deploy_have_the_projects_bucket_and_key(name: str) -> None:
    assert template_of(name)["Resources"].keys() >= {"Bucket", "BucketPolicy", "Key"}


def test_every_file_of_products_is_published() -> None:
    files = {path.stem.replace("_", "-") for path in PRODUCT_FILES.glob("*.py")} - {"--init--"}
    assert files == set(PRODUCTS)


@pytest.mark.parametrize("product", templates.PRODUCTS, ids=PRODUCTS)
def test_names_and_descriptions_fit_service_catalog(product: templates.Product) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", product.name)
    assert re.fullmatch(r"\d+\.\d+\.\d+(\.dev)?", product.version)
    assert 0 < len(product.name) <= LONGEST_PRODUCT_NAME
    assert 0 < len(product.description) <= LONGEST_DESCRIPTION


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_fits_cloudformation(name: str) -> None:
    template = template_of(name)
    assert len(text_of(name).encode()) <= LARGEST_TEMPLATE
    assert len(template["Resources"]) <= 500
    assert len(template["Outputs"]) <= 200
    assert len(template["Description"].encode()) <= 1024


@pytest.mark.parametrize("name", PROJECT_PRODUCTS)
def test_sagemaker_fills_in_the_project(name: str) -> None:
    parameters = template_of(name)["Parameters"]
    assert parameters["SageMakerProjectName"]["MaxLength"] == 32
    assert parameters["SageMakerProjectId"]["AllowedPattern"] == "^p-[a-z0-9]{12,13}$"
    assert "Default" not in parameters["SageMakerProjectName"]


@pytest.mark.parametrize("name", OTHER_PRODUCTS)
def test_what_is_no_project_knows_nothing_of_one(name: str) -> None:
    """SageMaker would refuse to create a project of it, and nobody could fill in what only SageMaker knows."""
    template = template_of(name)
    assert not {"SageMakerProjectName", "SageMakerProjectId"} & template["Parameters"].keys()
    assert "sagemaker:project" not in text_of(name).replace("sagemaker:projectS3TemplatesLocation", "")


@pytest.mark.parametrize("name", PROJECT_PRODUCTS)
def test_repositories_pipelines_and_models_carry_the_project_for_studio(name: str) -> None:
    shown = ("AWS::SageMaker::CodeRepository", "AWS::CodePipeline::Pipeline", "AWS::SageMaker::ModelPackageGroup")
    for body in resources_of(template_of(name), *shown).values():
        tags = {tag["Key"]: tag["Value"] for tag in body["Properties"]["Tags"]}
        assert tags["sagemaker:project-id"] == {"Ref": "SageMakerProjectId"}
        assert tags["sagemaker:project-name"] == {"Ref": "SageMakerProjectName"}


@pytest.mark.parametrize("name", PRODUCTS)
def test_every_repository_is_registered_in_studio(name: str) -> None:
    template = template_of(name)
    repositories = resources_of(template, "AWS::CodeCommit::Repository")
    registered = resources_of(template, "AWS::SageMaker::CodeRepository")
    referred = [value for body in registered.values() for value in walk(body) if isinstance(value, list)]
    assert len(repositories) == len(registered)
    assert all([repository, "CloneUrlHttp"] in referred for repository in repositories)


@pytest.mark.parametrize("name", TEMPLATES)
def test_data_models_code_and_logs_outlive_their_stack(name: str) -> None:
    for title, body in resources_of(template_of(name), *KEPT).items():
        assert body.get("DeletionPolicy") == "RetainExceptOnCreate", title
        assert body.get("UpdateReplacePolicy") == "Retain", title


@pytest.mark.parametrize("name", PRODUCTS)
def test_pipelines_queue_and_only_events_start_them(name: str) -> None:
    for body in resources_of(template_of(name), "AWS::CodePipeline::Pipeline").values():
        properties = body["Properties"]
        assert (properties["PipelineType"], properties["ExecutionMode"]) == ("V2", "QUEUED")
        _, connection, codecommit = properties["Stages"][0]["Actions"][0]["Fn::If"]
        assert connection["Configuration"]["DetectChanges"] == "false"
        assert codecommit["Configuration"]["PollForSourceChanges"] == "false"


@pytest.mark.parametrize("name", PRODUCTS)
def test_build_logs_are_encrypted_and_kept(name: str) -> None:
    template = template_of(name)
    for body in resources_of(template, "AWS::CodeBuild::Project").values():
        group = body["Properties"]["LogsConfig"]["CloudWatchLogs"]["GroupName"]["Ref"]
        assert template["Resources"][group]["Properties"]["KmsKeyId"] == {"Fn::GetAtt": ["Key", "Arn"]}


def test_training_and_deployment_are_the_same_alone_and_together() -> None:
    """Composed, not copied: only the models that are deployed differ, what key and bucket grant to stages, and that
    the training build reads what its own project released."""
    together = template_of("build-train-deploy")["Resources"]
    training = template_of("build-train")["Resources"]
    deployment = template_of("deploy")["Resources"]
    for_stages, for_releases = {"BucketPolicy", "Key"}, {"BuildProject", "BuildRole"}
    assert {title for title in training if together[title] != training[title]} == for_stages | for_releases
    assert together["Key"] == deployment["Key"]
    both, *parts = [one["BucketPolicy"]["Properties"]["PolicyDocument"] for one in (together, training, deployment)]
    for statement in parts[1]["Statement"]:
        assert statement in both["Statement"]
    for statement in parts[0]["Statement"]:
        assert statement in both["Statement"] or "NotLike" in str(statement["Condition"])
    assert set(together) == set(training) | set(deployment)


def test_the_training_build_reads_the_history_of_its_own_deployment_pipeline_alone() -> None:
    together, training = (template_of(name)["Resources"] for name in ("build-train-deploy", "build-train"))
    granted = [
        [statement for policy in one["BuildRole"]["Properties"]["Policies"] for statement in statements_of(policy)]
        for one in (together, training)
    ]
    [added] = [statement for statement in granted[0] if statement not in granted[1]]
    name = together["DeployPipeline"]["Properties"]["Name"]["Fn::Sub"]
    assert added == {
        "Effect": "Allow",
        "Action": ["codepipeline:ListActionExecutions", "codepipeline:ListPipelineExecutions"],
        "Resource": [{"Fn::Sub": f"arn:${{AWS::Partition}}:codepipeline:${{AWS::Region}}:${{AWS::AccountId}}:{name}"}],
    }
    variables = [
        one["BuildProject"]["Properties"]["Environment"]["EnvironmentVariables"] for one in (together, training)
    ]
    [variable] = [each for each in variables[0] if each not in variables[1]]
    assert (variable["Name"], variable["Value"]) == ("DEPLOYMENT_PIPELINE_NAME", {"Fn::Sub": name})


def statements_of(policy: dict[str, Any]) -> list[Any]:
    return policy["PolicyDocument"]["Statement"]
