"""The group's own policy says who keeps which action on models, whatever their other policies allow.

A Studio role often has every SageMaker action: who may delete the policy, or change a version, could approve in two
steps. So the policy itself is asked about requests of an attacker.
"""

from collections.abc import Iterator

from scripts.gate.model.requests import Request, denied
from scripts.gate.model.template import Problem, Resource, Template
from scripts.gate.model.values import text
from templates import names

ROLE = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role"
PEOPLE = {
    "Studio": f"{ROLE}/service-role/AmazonSageMaker-ExecutionRole-20260101T000000",
    "another project": f"{ROLE}{names.PATH}sagemaker-p-0a1b2c3d4e5f-execution",
    "a longer id": f"{ROLE}{names.PATH}sagemaker-${{SageMakerProjectId}}x-execution",
    "people": f"{ROLE}/data-scientist",
}
OWN = {"the project's code": f"{ROLE}{names.PATH}sagemaker-${{SageMakerProjectId}}-execution"}
APPROVER = {"the approver": f"{ROLE}{names.PATH}{names.APPROVER}"}
STATUS = "sagemaker:ModelApprovalStatus"
CHANGES = ("sagemaker:UpdateModelPackage", "sagemaker:DeleteModelPackage")
GROUP = (
    "sagemaker:AddTags",
    "sagemaker:DeleteTags",
    "sagemaker:DeleteModelPackageGroup",
    "sagemaker:DeleteModelPackageGroupPolicy",
    "sagemaker:PutModelPackageGroupPolicy",
)


def check(template: Template) -> Iterator[Problem]:
    for group in template.of_type("AWS::SageMaker::ModelPackageGroup"):
        own = tuple(statement for statement in template.resource_policies if statement.place == group.name)
        for who, request in _refused(group):
            if not denied(own, request):
                status = f" as {request.value(STATUS)}" if request.value(STATUS) else ""
                yield Problem(group.name, f"lets {who} {request.action}{status}: deny it")
        for statement in own:
            if statement.allows:
                yield Problem(group.name, "allows something to others: a group's policy only denies")


def _refused(group: Resource) -> Iterator[tuple[str, Request]]:
    """The requests that the policy must refuse."""
    name = text(group.properties.get("ModelPackageGroupName"))
    place = "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:"
    version, whole = f"{place}model-package/{name}/1", f"{place}model-package-group/{name}"
    statuses = [((STATUS, status),) for status in ("Approved", "Rejected")]
    for who, principal in {**PEOPLE, **OWN}.items():
        for action in CHANGES:
            yield from ((who, Request(principal, action, version, context)) for context in (*statuses, ()))
    for who, principal in {**PEOPLE, **OWN, **APPROVER}.items():
        yield from ((who, Request(principal, action, whole)) for action in GROUP)
        yield who, Request(principal, "sagemaker:CreateModelPackage", version, statuses[0])
    for who, principal in PEOPLE.items():
        yield who, Request(principal, "sagemaker:CreateModelPackage", version, ((STATUS, "PendingManualApproval"),))
