"""Who could approve a model, at once or in two steps."""

from scripts.gate.model.template import Body
from scripts.gate.rules.registry_policy import CHANGES, GROUP, check
from tests.scripts.gate.small import ROLE, deny, document, everybody, own, reported, resource, sub, template

NAME = "${SageMakerProjectName}-${SageMakerProjectId}"
VERSIONS = own("sagemaker", "model-package/*-${SageMakerProjectId}/*")
WHOLE = own("sagemaker", "model-package-group/*-${SageMakerProjectId}")
WAITING = {"sagemaker:ModelApprovalStatus": "PendingManualApproval"}


def all_but(*roles: str) -> Body:
    return {"aws:PrincipalArn": [sub(role) for role in roles]}


APPROVER = all_but(f"{ROLE}mlops-catalog-approver")
LAUNCH = all_but("arn:${AWS::Partition}:iam::${AWS::AccountId}:role/mlops-catalog-launch")
PROJECT = all_but(f"{ROLE}sagemaker-${{SageMakerProjectId}}-*")
DENIALS = (
    deny(" ".join(CHANGES), VERSIONS, ArnNotLike=APPROVER),
    deny("sagemaker:CreateModelPackage", VERSIONS, ArnNotLike=PROJECT),
    deny("sagemaker:CreateModelPackage", VERSIONS, StringNotEquals=WAITING),
    deny(" ".join(GROUP), WHOLE, ArnNotLike=LAUNCH),
)


def of(*denials: Body) -> list[str]:
    policy = document(*[everybody(denial) for denial in denials])
    group = resource(
        "AWS::SageMaker::ModelPackageGroup", ModelPackageGroupName=sub(NAME), ModelPackageGroupPolicy=policy
    )
    return reported(check, template({"Group": group}))


def test_every_denial_is_needed() -> None:
    assert of(*DENIALS) == []
    for number in range(len(DENIALS)):
        assert of(*DENIALS[:number], *DENIALS[number + 1 :]) == ["Group"]


def test_who_is_denied_must_not_take_the_denial_away() -> None:
    for action in GROUP:
        fewer = deny(" ".join(GROUP).replace(action, ""), WHOLE, ArnNotLike=LAUNCH)
        assert of(*DENIALS[:3], fewer) == ["Group"]


def test_an_id_that_goes_on_is_another_project() -> None:
    longer = deny(
        "sagemaker:CreateModelPackage", VERSIONS, ArnNotLike=all_but(f"{ROLE}sagemaker-${{SageMakerProjectId}}*")
    )
    assert of(DENIALS[0], longer, *DENIALS[2:]) == ["Group"]
