"""What Studio roles reach of a project, measured on policies as they are: `python -m tests.studio_access` writes it.

AWS's managed policies are those that the sandbox has; the project's policies are those of the rendered product. Both
are judged by `tests/templates/verdicts.py`.
"""

import json
import subprocess
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from tests.checkouts import ROOT
from tests.templates.rendered import EXAMPLE
from tests.templates.statements import Found, identity_of, resource_of, trust_of
from tests.templates.verdicts import decision

DOCUMENT = ROOT / "docs" / "studio-access.md"
BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->\n"
# What the quick set-up of a domain attaches to its role: SageMaker AI Developer Guide, "Use quick setup".
DEFAULT = (
    "AmazonSageMakerFullAccess",
    "AmazonSageMakerCanvasFullAccess",
    "AmazonSageMakerCanvasAIServicesAccess",
    "AmazonSageMakerCanvasDataPrepFullAccess",
)
ACCOUNT, REGION, ID = EXAMPLE["AWS::AccountId"], EXAMPLE["AWS::Region"], EXAMPLE["SageMakerProjectId"]
NAME = f"{EXAMPLE['SageMakerProjectName']}-{ID}"
ROLES = f"arn:aws:iam::{ACCOUNT}:role"
STUDIO = f"{ROLES}/service-role/AmazonSageMaker-ExecutionRole-20261121T120000"
TEAM = f"{ROLES}/service-role/AmazonSageMaker-ExecutionRole-team-vision"
OTHER_TEAM = f"{ROLES}/service-role/AmazonSageMaker-ExecutionRole-team-speech"
LAUNCHED_BY = ((STUDIO, "none"), (TEAM, "vision"))
"""Whose launches are updated: SageMaker's UpdateProject calls Service Catalog as its own caller."""
PENDING = {"sagemaker:ModelApprovalStatus": "PendingManualApproval"}


class Probe(NamedTuple):
    """Something to do to a project; `place` is the logical id of the resource whose own policy has a say."""

    what: str
    action: str
    resource: str
    place: str = ""
    context: dict[str, Any] = {}  # noqa: RUF012 - of a tuple, and never changed


def _sagemaker(kind: str) -> str:
    return f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:{kind}"


def _objects(prefix: str) -> str:
    return f"arn:aws:s3:::sagemaker-{ID}-0123abcd/{prefix}"


REPOSITORY = f"arn:aws:codecommit:{REGION}:{ACCOUNT}:sagemaker-{NAME}-build"
PIPELINE = f"arn:aws:codepipeline:{REGION}:{ACCOUNT}:sagemaker-{NAME}-deploy"
GROUP, VERSION = _sagemaker(f"model-package-group/{NAME.lower()}"), _sagemaker(f"model-package/{NAME.lower()}/1")
TRAINING, JOB = (
    _sagemaker(f"pipeline/sagemaker-{NAME.lower()}-training"),
    _sagemaker("training-job/pipelines-a-train-1"),
)
EXECUTION_ROLE = f"{ROLES}/mlops-catalog/sagemaker-{ID}-execution"
BUILDS = f"arn:aws:codebuild:{REGION}:{ACCOUNT}:project"
BUILD, RELEASE_BUILD = f"{BUILDS}/sagemaker-{NAME}-build", f"{BUILDS}/mlops-catalog-{NAME}-prepare"
BUILD_LOG = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/codebuild/sagemaker-{NAME}-build:log-stream:1"
PRODUCT = f"arn:aws:catalog:{REGION}:111111111111:product/prod-0123456789abc"
PASSED = {"iam:PassedToService": "sagemaker.amazonaws.com"}
OTHER_KEY = {"s3:x-amz-server-side-encryption": "AES256"}
PROBES = (
    Probe("clone the repository", "codecommit:GitPull", REPOSITORY),
    Probe("push to the repository", "codecommit:GitPush", REPOSITORY),
    Probe("delete the repository", "codecommit:DeleteRepository", REPOSITORY),
    Probe("see the deployment pipeline", "codepipeline:GetPipelineState", PIPELINE),
    Probe("start the deployment pipeline", "codepipeline:StartPipelineExecution", PIPELINE),
    Probe("approve a deployment", "codepipeline:PutApprovalResult", f"{PIPELINE}/Approve/Approve-vision"),
    Probe("start the SageMaker pipeline", "sagemaker:StartPipelineExecution", TRAINING),
    Probe("change the SageMaker pipeline", "sagemaker:UpdatePipeline", TRAINING),
    Probe("delete the SageMaker pipeline", "sagemaker:DeletePipeline", TRAINING),
    Probe("read a training job", "sagemaker:DescribeTrainingJob", JOB),
    Probe("stop a training job", "sagemaker:StopTrainingJob", JOB),
    Probe("tag a training job", "sagemaker:AddTags", JOB),
    Probe("read a model version", "sagemaker:DescribeModelPackage", VERSION, "ModelPackageGroup"),
    Probe("register a version", "sagemaker:CreateModelPackage", VERSION, "ModelPackageGroup", PENDING),
    Probe("register an approved version", "sagemaker:CreateModelPackage", VERSION, "ModelPackageGroup"),
    Probe("approve or change a version", "sagemaker:UpdateModelPackage", VERSION, "ModelPackageGroup"),
    Probe("delete a version", "sagemaker:DeleteModelPackage", VERSION, "ModelPackageGroup"),
    Probe("replace the group's policy", "sagemaker:PutModelPackageGroupPolicy", GROUP, "ModelPackageGroup"),
    Probe("delete the group's policy", "sagemaker:DeleteModelPackageGroupPolicy", GROUP, "ModelPackageGroup"),
    Probe("change the group's tags", "sagemaker:AddTags", GROUP, "ModelPackageGroup"),
    Probe("read data", "s3:GetObject", _objects("data/x.csv"), "BucketPolicy"),
    Probe("put data", "s3:PutObject", _objects("data/x.csv"), "BucketPolicy"),
    Probe("put data with another key", "s3:PutObject", _objects("data/x.csv"), "BucketPolicy", OTHER_KEY),
    Probe("read what an execution wrote", "s3:GetObject", _objects("executions/1/x"), "BucketPolicy"),
    Probe("overwrite what an execution wrote", "s3:PutObject", _objects("executions/1/x"), "BucketPolicy"),
    Probe("overwrite code of jobs", "s3:PutObject", _objects("code/1/x"), "BucketPolicy"),
    Probe("overwrite an artifact of a pipeline", "s3:PutObject", _objects("sagemaker-x/1"), "BucketPolicy"),
    Probe("change who may read from browsers", "s3:PutBucketCORS", _objects("")[:-1], "BucketPolicy"),
    Probe("start the training build with other commands", "codebuild:StartBuild", BUILD),
    Probe("start the release step with other commands", "codebuild:StartBuild", RELEASE_BUILD),
    Probe("forge the log of a build", "logs:PutLogEvents", BUILD_LOG),
    Probe("update the project, and so give its consent", "servicecatalog:UpdateProvisionedProduct", PRODUCT),
    Probe("run a job as the project's role", "iam:PassRole", EXECUTION_ROLE, "", PASSED),
    Probe("become a role of the project", "sts:AssumeRole", EXECUTION_ROLE),
    Probe("become the approver", "sts:AssumeRole", f"{ROLES}/mlops-catalog/mlops-catalog-approver-vision"),
)


@cache
def managed_policies() -> dict[str, Any]:
    command = [ROOT / ".venv-sandbox" / "bin" / "python", "-m", "sandbox.iam.managed_policies", *DEFAULT]
    return json.loads(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout)


@cache
def default_statements() -> tuple[Found, ...]:
    return tuple(_statements())


def _statements() -> Iterator[Found]:
    for name, document in managed_policies().items():
        for statement in document["Statement"]:
            lists = {
                key: [value] if isinstance(value, str) else value
                for key, value in statement.items()
                if key in ("Action", "Resource", "NotResource")
            }
            yield Found(name, statement | lists)


def reaches(probe: Probe, role: str, *, team: str) -> bool:
    """Whether a role gets it from a project of this team: its own policies allow it, and nothing else denies it."""
    found = decision(_identity(role), probe.action, probe.resource, _context(probe, role, team))
    return found == "allow" and not is_denied(probe, role, team=team)


def allows(probe: Probe, role: str) -> bool:
    """Whether its own policies allow it: what a role would reach of a project without policies of its own."""
    return decision(_identity(role), probe.action, probe.resource, _context(probe, role, "none")) == "allow"


def is_denied(probe: Probe, role: str, *, team: str) -> bool:
    found = [found for found in _own_policies(team) if found.place == probe.place]
    resource = probe.resource.replace(f"arn:aws:s3:::sagemaker-{ID}-0123abcd", "<Bucket.Arn>")
    return decision(found, probe.action, resource, _context(probe, role, team)) == "deny"


@cache
def _own_policies(team: str) -> tuple[Found, ...]:
    if team != "none":
        return tuple(resource_of("build-train-deploy"))
    return tuple(_of_team(found, team) for found in resource_of("build-train-deploy", without=("HasTeam",)))


def _identity(role: str) -> tuple[Found, ...]:
    if role == STUDIO:
        return default_statements()
    own = tuple(found for found in identity_of("team") if found.place == "StudioRole")
    return own if role == TEAM else tuple(_of_team(found, "speech") for found in own)


def _of_team(found: Found, team: str) -> Found:
    """The same statement of another team than the example's."""
    return Found(found.place, json.loads(json.dumps(found.statement).replace("vision", team)))


def _context(probe: Probe, role: str, team: str) -> dict[str, Any]:
    tags = {"aws:ResourceTag/mlops-catalog:team": team, "aws:ResourceTag/sagemaker:project-id": ID}
    place = {"aws:ResourceAccount": ACCOUNT, "aws:SecureTransport": "true", "aws:PrincipalArn": role}
    if probe.action.startswith("servicecatalog:"):
        tags = _levels() if (role, team) in LAUNCHED_BY else {}
    return {**place, **({} if probe.action.startswith(("s3:", "iam:", "sts:")) else tags), **probe.context}


def _levels() -> dict[str, Any]:
    """Of what the caller launched: Service Authorization Reference, "Condition keys for AWS Service Catalog".

    Studio's sessions all have one name, so that all people with one role are one user.
    """
    return {f"servicecatalog:{level}Level": "self" for level in ("user", "role")}


def is_trusted(role: str) -> bool:
    """Whether an approver's trust policy lets the role in, whatever IAM allows it."""
    trusts = trust_of("team", without=("HasApproverPrincipals", "ApproverNeedsMfa"))
    (trust,) = [found for found in trusts if found.place == "Approver"]
    found = Found("Approver", trust.statement | {"Resource": ["*"]})
    return decision([found], "sts:AssumeRole", "*", {"aws:PrincipalArn": role}) == "allow"


def table() -> str:
    """Before: what the policies alone allow. Then: of a project without a team, and of the team vision's project."""
    head = (
        "| to a project | default role, its policies alone | default role, no team | default role, a team's project "
        "| the team's role | another team's role |\n|---|---|---|---|---|---|\n"
    )
    rows = (
        [
            allows(probe, STUDIO),
            reaches(probe, STUDIO, team="none"),
            reaches(probe, STUDIO, team="vision"),
            reaches(probe, TEAM, team="vision"),
            reaches(probe, OTHER_TEAM, team="vision"),
        ]
        for probe in PROBES
    )
    return head + "".join(
        f"| {probe.what} (`{probe.action}`) | {' | '.join('yes' if cell else 'no' for cell in row)} |\n"
        for probe, row in zip(PROBES, rows, strict=True)
    )


def main() -> None:
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(BEGIN)
    DOCUMENT.write_text(f"{before}{BEGIN}{table()}{END}{rest.partition(END)[2]}", encoding="utf-8")


if __name__ == "__main__":
    main()
