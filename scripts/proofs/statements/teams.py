"""The Studio role and the approver of one team do nothing to the project of another."""

from collections.abc import Iterator

from scripts.proofs.requests import Call, Family
from scripts.proofs.roles import APPROVER, catalog_role
from scripts.proofs.statement import Question, Statement
from scripts.proofs.targets import attacks_on
from scripts.proofs.world.accounts import DEVELOPMENT, TEAMS
from scripts.proofs.world.launches import VICTIM

STUDIO = "service-role/AmazonSageMaker-ExecutionRole-team-"


def families(question: Question) -> Iterator[Family]:
    """Of the first project; nothing where the catalog has no roles for teams."""
    world = question.world
    studio, other = (f"arn:aws:iam::{DEVELOPMENT}:role/{STUDIO}{team}" for team in TEAMS)
    if studio not in world.facts.principals:
        return
    buckets = [bucket.arn for bucket in world.resources(VICTIM, "AWS::S3::Bucket")]
    groups = world.resources(VICTIM, "AWS::SageMaker::ModelPackageGroup")
    read = [Call("s3:GetObject", f"{arn}/data/object") for arn in buckets]
    yield Family([studio], read, allowed=True)
    approver = catalog_role(f"{APPROVER}-{TEAMS[1]}")
    yield Family([other], [*attacks_on(world, VICTIM), *read])
    versions = [f"{group.arn.replace(':model-package-group/', ':model-package/')}/1" for group in groups]
    approve = [
        Call("sagemaker:UpdateModelPackage", arn, {"sagemaker:ModelApprovalStatus": "Approved"}) for arn in versions
    ]
    yield Family([approver, catalog_role(APPROVER), studio, other], approve)
    yield Family([studio, other], [Call("sts:AssumeRole", catalog_role(f"{APPROVER}-{team}")) for team in TEAMS])


STATEMENT = Statement(
    name="teams",
    sentence="A team's Studio role and approver read, write and approve nothing of another team's project.",
    families=families,
)
