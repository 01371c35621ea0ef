"""What probes make: which call makes it, where its name and tags go, and how it is removed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scripts.live.calls import Answer, Aws, Refused

TAG = "sagemaker-project-catalog:live"
"""The tag of everything that a run makes; its value is the run's id."""
_GONE = (
    "NoSuch", "NotFound", "does not exist", "DoesNotExist", "NonExistent", "Could not find",
    "not found", "cannot be found",
)  # fmt: skip

Removal = Callable[["Remover", str], None]
Tags = Callable[[str, str], Any]


@dataclass(frozen=True)
class Kind:
    """`member` is the parameter with the name; `tags` the parameter with the tags and their form."""

    member: str
    remove: Removal
    tags: tuple[str, Tags] | None = None


class Remover:
    """Calls that remove something; what is gone already is no error."""

    def __init__(self, aws: Aws, until: Callable[[Callable[[], bool], str], None]) -> None:
        self.aws, self.until = aws, until

    def __call__(self, name: str, /, **parameters: Any) -> Answer | None:
        """The answer; None when AWS says that there is nothing of that name."""
        try:
            return self.aws.call(name, parameters)
        except Refused as refused:
            if any(word in f"{refused.code} {refused.message}" for word in _GONE):
                return None
            raise

    def all(self, name: str, member: str, /, **parameters: Any) -> list[Any]:
        """A member of an answer that is a list; empty when there is nothing."""
        return (self(name, **parameters) or {}).get(member, [])

    def gone(self, name: str, /, **parameters: Any) -> None:
        """Waits until AWS no longer finds it."""
        self.until(lambda: self(name, **parameters) is None, name)


def listed(key: str, value: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value}]


def listed_small(key: str, value: str) -> list[dict[str, str]]:
    return [{"key": key, "value": value}]


def mapped(key: str, value: str) -> dict[str, str]:
    return {key: value}


def remove_role(remove: Remover, name: str) -> None:
    for policy in remove.all("iam:ListRolePolicies", "PolicyNames", RoleName=name):
        remove("iam:DeleteRolePolicy", RoleName=name, PolicyName=policy)
    remove("iam:DeleteRole", RoleName=name)


def remove_bucket(remove: Remover, name: str) -> None:
    owner = {"Bucket": name, "ExpectedBucketOwner": remove.aws.place.account}
    while found := remove.all("s3:ListObjectsV2", "Contents", **owner):
        for item in found:
            remove("s3:DeleteObject", Key=item["Key"], **owner)
    remove("s3:DeleteBucket", **owner)


def remove_queue(remove: Remover, name: str) -> None:
    found = remove("sqs:GetQueueUrl", QueueName=name)
    if found:
        remove("sqs:DeleteQueue", QueueUrl=found["QueueUrl"])


def remove_rule(remove: Remover, name: str) -> None:
    targets = [target["Id"] for target in remove.all("events:ListTargetsByRule", "Targets", Rule=name)]
    if targets:
        remove("events:RemoveTargets", Rule=name, Ids=targets)
    remove("events:DeleteRule", Name=name)


def remove_stack(remove: Remover, name: str) -> None:
    remove("cloudformation:DeleteStack", StackName=name)
    remove.gone("cloudformation:DescribeStacks", StackName=name)


def remove_group(remove: Remover, name: str) -> None:
    packages = remove.all("sagemaker:ListModelPackages", "ModelPackageSummaryList", ModelPackageGroupName=name)
    remove("sagemaker:DeleteModelPackageGroupPolicy", ModelPackageGroupName=name)
    for package in packages:
        remove("sagemaker:DeleteModelPackage", ModelPackageName=package["ModelPackageArn"])
    remove("sagemaker:DeleteModelPackageGroup", ModelPackageGroupName=name)


def remove_training(remove: Remover, name: str) -> None:
    """Executions that still run are stopped: a pipeline that has one cannot be deleted."""
    executions = remove.all("sagemaker:ListPipelineExecutions", "PipelineExecutionSummaries", PipelineName=name)
    for execution in executions:
        if execution["PipelineExecutionStatus"] == "Executing":
            _stop_execution(remove, execution["PipelineExecutionArn"])
    remove("sagemaker:DeletePipeline", PipelineName=name, ClientRequestToken=f"{name}-{'x' * 32}"[:64])


def _stop_execution(remove: Remover, arn: str) -> None:
    token = f"stop-{arn.rpartition('/')[2]}-{'x' * 32}"[:64]
    remove("sagemaker:StopPipelineExecution", PipelineExecutionArn=arn, ClientRequestToken=token)

    def ended() -> bool:
        answer = remove("sagemaker:DescribePipelineExecution", PipelineExecutionArn=arn)
        return answer is None or answer["PipelineExecutionStatus"] not in ("Executing", "Stopping")

    remove.until(ended, arn)


def remove_endpoint(remove: Remover, name: str) -> None:
    """An endpoint that is being created cannot be deleted."""

    def settled() -> bool:
        answer = remove("sagemaker:DescribeEndpoint", EndpointName=name)
        return answer is None or not answer["EndpointStatus"].endswith("ing")

    remove.until(settled, name)
    remove("sagemaker:DeleteEndpoint", EndpointName=name)
    remove.gone("sagemaker:DescribeEndpoint", EndpointName=name)


def stop_training(remove: Remover, name: str) -> None:
    """Jobs stay in the account's list for ever; one that runs is stopped."""
    described = remove("sagemaker:DescribeTrainingJob", TrainingJobName=name)
    if described and described["TrainingJobStatus"] == "InProgress":
        remove("sagemaker:StopTrainingJob", TrainingJobName=name)


def remove_project(remove: Remover, name: str) -> None:
    remove("sagemaker:DeleteProject", ProjectName=name)

    def ended() -> bool:
        answer = remove("sagemaker:DescribeProject", ProjectName=name)
        return answer is None or answer["ProjectStatus"] == "DeleteCompleted"

    remove.until(ended, name)


def remove_provisioned(remove: Remover, name: str) -> None:
    def ended() -> bool:
        answer = remove("servicecatalog:DescribeProvisionedProduct", Name=name)
        status = answer["ProvisionedProductDetail"]["Status"] if answer else ""
        return status not in ("UNDER_CHANGE", "PLAN_IN_PROGRESS")

    remove.until(ended, name)
    if remove("servicecatalog:DescribeProvisionedProduct", Name=name):
        token = {"TerminateToken": f"{name}-terminate"}
        remove("servicecatalog:TerminateProvisionedProduct", ProvisionedProductName=name, **token)
        remove.gone("servicecatalog:DescribeProvisionedProduct", Name=name)


def remove_product(remove: Remover, name: str) -> None:
    """Products have ids that AWS gives, so one whose id was never seen is found by its name."""
    named = {"Filters": {"FullTextSearch": [name]}}
    for view in remove.all("servicecatalog:SearchProductsAsAdmin", "ProductViewDetails", **named):
        if view["ProductViewSummary"]["Name"] == name:
            _remove_product(remove, view["ProductViewSummary"]["ProductId"])


def _remove_product(remove: Remover, product: str) -> None:
    of_product = {"ProductId": product}
    for portfolio in remove.all("servicecatalog:ListPortfoliosForProduct", "PortfolioDetails", **of_product):
        pair = {"PortfolioId": portfolio["Id"], **of_product}
        for constraint in remove.all("servicecatalog:ListConstraintsForPortfolio", "ConstraintDetails", **pair):
            remove("servicecatalog:DeleteConstraint", Id=constraint["ConstraintId"])
        remove("servicecatalog:DisassociateProductFromPortfolio", **pair)
    remove("servicecatalog:DeleteProduct", Id=product)


def remove_portfolio(remove: Remover, name: str) -> None:
    for portfolio in _portfolios(remove, name):
        for principal in remove.all("servicecatalog:ListPrincipalsForPortfolio", "Principals", PortfolioId=portfolio):
            remove(
                "servicecatalog:DisassociatePrincipalFromPortfolio",
                PortfolioId=portfolio,
                PrincipalARN=principal["PrincipalARN"],
                PrincipalType=principal["PrincipalType"],
            )
        for kind in ("ORGANIZATIONAL_UNIT", "ACCOUNT"):
            _remove_shares(remove, portfolio, kind)
        remove("servicecatalog:DeletePortfolio", Id=portfolio)


def _portfolios(remove: Remover, name: str) -> list[str]:
    token: Mapping[str, str] = {}
    found: list[str] = []
    while True:
        page = remove("servicecatalog:ListPortfolios", **token) or {}
        found += [item["Id"] for item in page.get("PortfolioDetails", []) if item["DisplayName"] == name]
        if not page.get("NextPageToken"):
            return found
        token = {"PageToken": page["NextPageToken"]}


def _remove_shares(remove: Remover, portfolio: str, kind: str) -> None:
    described = {"PortfolioId": portfolio, "Type": kind}
    for share in remove.all("servicecatalog:DescribePortfolioShares", "PortfolioShareDetails", **described):
        node = {"Type": kind, "Value": share["PrincipalId"]}
        remove("servicecatalog:DeletePortfolioShare", PortfolioId=portfolio, OrganizationNode=node)

    def none() -> bool:
        return not remove.all("servicecatalog:DescribePortfolioShares", "PortfolioShareDetails", **described)

    remove.until(none, f"the shares of {portfolio}")


def remove_stack_set(remove: Remover, name: str) -> None:
    caller = {"StackSetName": name, "CallAs": "DELEGATED_ADMIN"}

    def idle() -> bool:
        operations = remove.all("cloudformation:ListStackSetOperations", "Summaries", **caller)
        return all(operation["Status"] not in ("RUNNING", "QUEUED", "STOPPING") for operation in operations)

    remove.until(idle, name)
    instances = remove.all("cloudformation:ListStackInstances", "Summaries", **caller)
    if instances:
        remove(
            "cloudformation:DeleteStackInstances",
            RetainStacks=False,
            DeploymentTargets={"OrganizationalUnitIds": sorted({item["OrganizationalUnitId"] for item in instances})},
            Regions=sorted({item["Region"] for item in instances}),
            **caller,
        )
        remove.until(idle, name)
    remove("cloudformation:DeleteStackSet", **caller)


def simple(call: str, member: str) -> Removal:
    """One call with the name is enough."""

    def removal(remove: Remover, name: str) -> None:
        remove(call, **{member: name})

    return removal


KINDS: Mapping[str, Kind] = {
    "cloudformation:CreateStack": Kind("StackName", remove_stack, ("Tags", listed)),
    "cloudformation:CreateStackSet": Kind("StackSetName", remove_stack_set, ("Tags", listed)),
    "codebuild:CreateProject": Kind("name", simple("codebuild:DeleteProject", "name"), ("tags", listed_small)),
    "codepipeline:CreatePipeline": Kind(
        "pipeline.name", simple("codepipeline:DeletePipeline", "name"), ("tags", listed_small)
    ),
    "events:PutRule": Kind("Name", remove_rule, ("Tags", listed)),
    "iam:CreateRole": Kind("RoleName", remove_role, ("Tags", listed)),
    "s3:CreateBucket": Kind("Bucket", remove_bucket),
    "sagemaker:CreateEndpoint": Kind("EndpointName", remove_endpoint, ("Tags", listed)),
    "sagemaker:CreateEndpointConfig": Kind(
        "EndpointConfigName", simple("sagemaker:DeleteEndpointConfig", "EndpointConfigName"), ("Tags", listed)
    ),
    "sagemaker:CreateModel": Kind("ModelName", simple("sagemaker:DeleteModel", "ModelName"), ("Tags", listed)),
    "sagemaker:CreateModelPackageGroup": Kind("ModelPackageGroupName", remove_group, ("Tags", listed)),
    "sagemaker:CreatePipeline": Kind("PipelineName", remove_training, ("Tags", listed)),
    "sagemaker:CreateProject": Kind("ProjectName", remove_project, ("Tags", listed)),
    "sagemaker:CreateTrainingJob": Kind("TrainingJobName", stop_training, ("Tags", listed)),
    "servicecatalog:CreatePortfolio": Kind("DisplayName", remove_portfolio, ("Tags", listed)),
    "servicecatalog:CreateProduct": Kind("Name", remove_product, ("Tags", listed)),
    "servicecatalog:ProvisionProduct": Kind("ProvisionedProductName", remove_provisioned, ("Tags", listed)),
    "sqs:CreateQueue": Kind("QueueName", remove_queue, ("tags", mapped)),
}


def name_of(call: str, parameters: Mapping[str, Any]) -> str:
    """The name that a call gives to what it makes."""
    value: Any = parameters
    for word in KINDS[call].member.split("."):
        value = value[word]
    return str(value)


def tagged(call: str, parameters: Mapping[str, Any], run: str) -> dict[str, Any]:
    """The parameters with the run's tag, if that call takes tags."""
    place = KINDS[call].tags
    return {**parameters, place[0]: place[1](TAG, run)} if place else dict(parameters)
