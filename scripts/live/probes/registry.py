"""The model registry: who may approve, and what the events of a model version have."""

from collections.abc import Callable
from typing import Any

from scripts.live.fixtures import EVENTS, ROLE, events_queue, next_event, own_role, policy, xgboost_image
from scripts.live.lab import Lab
from scripts.live.probe import Probe, Verdict, broken, held, verdict

VERSIONS = "sagemaker:CreateModelPackageGroup sagemaker:CreateModelPackage "
METADATA = {"verdict": "errors avoided", "commit": "0a1b2c3"}


def group(lab: Lab) -> str:
    lab.create("sagemaker:CreateModelPackageGroup", ModelPackageGroupName=lab.name())
    return lab.name()


def version(lab: Lab, **options: Any) -> str:
    """The ARN of a new version, which waits for approval."""
    content = {
        "Containers": [{"Image": xgboost_image(lab)}],
        "SupportedContentTypes": ["text/csv"],
        "SupportedResponseMIMETypes": ["text/csv"],
    }
    return lab(
        "sagemaker:CreateModelPackage",
        ModelPackageGroupName=lab.name(),
        ModelApprovalStatus="PendingManualApproval",
        InferenceSpecification=content,
        **options,
    )["ModelPackageArn"]


def ask_group_policy(lab: Lab) -> Verdict:
    """As `templates/blocks/registry.py`: everybody but one role is denied a change of the status, not other edits."""
    author = own_role(lab, "author", {"Effect": "Allow", "Action": "sagemaker:*", "Resource": "*"})
    name, approver = group(lab), lab.arn("iam", f"role/{lab.name('approver')}", region=False)
    denied = {
        "Effect": "Deny",
        "Principal": {"AWS": "*"},
        "Action": ["sagemaker:UpdateModelPackage"],
        "Resource": [lab.arn("sagemaker", f"model-package/{name}/*")],
        "Condition": {
            "ArnNotEquals": {"aws:PrincipalArn": approver},
            "Null": {"sagemaker:ModelApprovalStatus": "false"},
        },
    }
    document = policy(denied)
    refused = lab.refusal("sagemaker:PutModelPackageGroupPolicy", ModelPackageGroupName=name, ResourcePolicy=document)
    if refused:
        return broken(f"the policy is refused: {refused.code}: {refused.message}")
    made, acting = version(lab), lab.as_role(author)
    status = {"ModelPackageArn": made, "ModelApprovalStatus": "Approved"}
    if not acting.eventually_refused("sagemaker:UpdateModelPackage", **status):
        return broken("a role that the policy denies approved a version")
    other = acting.refusal("sagemaker:UpdateModelPackage", ModelPackageArn=made, CustomerMetadataProperties=METADATA)
    return verdict(other is None, f"approving is denied, other edits are {'denied too' if other else 'not'}")


def _event_of_a_new_version(lab: Lab) -> Any:
    name = group(lab)
    queue = events_queue(lab, {"source": ["aws.sagemaker"], "detail": {"ModelPackageGroupName": [name]}})
    version(lab, CustomerMetadataProperties=METADATA)
    return next_event(lab, queue)


def event_probe(judge: Callable[[Any], Verdict]) -> Callable[[Lab], Verdict]:
    """A probe that judges the event of a new version."""

    def ask(lab: Lab) -> Verdict:
        detail = _event_of_a_new_version(lab)
        return judge(detail) if detail else broken("no event of a new version came")

    return ask


def _metadata(detail: Any) -> Verdict:
    found = detail.get("CustomerMetadataProperties")
    return verdict(found == METADATA, f"CustomerMetadataProperties is {'there' if found else 'missing'}")


def _fields(detail: Any) -> Verdict:
    """`templates/blocks/approvals.py` takes an event without the member, or one that names the status."""
    fields = detail.get("UpdatedModelPackageFields")
    if fields is None:
        return held("UpdatedModelPackageFields is missing")
    return verdict(set(fields) <= {"ModelApprovalStatus"}, f"UpdatedModelPackageFields is {', '.join(fields)}")


PROBES = (
    Probe(
        4,
        "may a model package group's policy deny everybody but one role an approval?",
        ask_group_policy,
        f"{ROLE}{VERSIONS}sts:AssumeRole sagemaker:PutModelPackageGroupPolicy sagemaker:UpdateModelPackage",
    ),
    Probe(32, "does the event of a model version have its metadata?", event_probe(_metadata), f"{VERSIONS}{EVENTS}"),
    Probe(33, "which fields does the event of a new version name?", event_probe(_fields), f"{VERSIONS}{EVENTS}"),
)
