"""Who could change or read what a project made."""

from scripts.gate.model.template import Body
from scripts.gate.rules.tampering import CONFIGURATION, MADE_HERE, PRIVATE, READS, WRITES, check
from tests.scripts.gate.small import ROLE, deny, everybody, reported, sub, template, with_policy

OWN = {"aws:PrincipalArn": [sub(f"{ROLE}sagemaker-${{SageMakerProjectId}}-*")]}
PROJECTS = {"aws:PrincipalArn": sub(f"{ROLE}sagemaker-*")}
CODE = {"aws:PrincipalArn": [sub(f"{ROLE}sagemaker-*"), "arn:*:iam::*:role/service-role/AmazonSageMaker*"]}


def below(*prefixes: str) -> list[Body]:
    return [sub(f"${{Thing.Arn}}/{prefix}*") for prefix in prefixes]


DENIALS = (
    deny(" ".join(WRITES), *below(*MADE_HERE), ArnNotLike=OWN),
    deny(" ".join((*READS, *WRITES)), *below(*PRIVATE), ArnLike=PROJECTS, ArnNotLike=OWN),
    deny(" ".join(CONFIGURATION), sub("${Thing.Arn}"), ArnLike=CODE),
    deny("s3:DeleteObjectVersion", sub("${Thing.Arn}/*"), ArnLike=CODE),
)


def of(*denials: Body) -> list[str]:
    policy = {"AWS::S3::BucketPolicy": "Bucket"}
    return reported(check, template(with_policy("AWS::S3::Bucket", policy, *[everybody(one) for one in denials])))


def test_every_denial_is_needed() -> None:
    assert of(*DENIALS) == []
    for number in range(len(DENIALS)):
        assert of(*DENIALS[:number], *DENIALS[number + 1 :]) == ["Thing"]


def test_every_prefix_that_the_project_writes_is_protected() -> None:
    for prefix in MADE_HERE:
        rest = below(*[other for other in MADE_HERE if other != prefix])
        assert of(deny(" ".join(WRITES), *rest, ArnNotLike=OWN), *DENIALS[1:]) == ["Thing"]


def test_an_exception_for_all_roles_is_no_denial() -> None:
    everyone = {"aws:PrincipalArn": [*OWN["aws:PrincipalArn"], "arn:*:iam::*:role/*"]}
    assert of(deny(" ".join(WRITES), *below(*MADE_HERE), ArnNotLike=everyone), *DENIALS[1:]) == ["Thing"]
