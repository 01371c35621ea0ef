"""The Studio role of a team reaches what has the team's tag, and neither approves nor becomes or hands on a role."""

from collections.abc import Iterator

from scripts.gate.model.requests import Request, denied
from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Role, Template
from scripts.gate.rules.object_prefix import key_of
from templates import names

TEAM = "${Team}"
TAG = f"aws:ResourceTag/{names.PREFIX}:team"
OF_STUDIO = (":app/", ":domain/", ":space/", ":user-profile/")
OF_GROUPS = (":model-package/*", ":model-package-group/*")
"""Versions have no tags: whose they are the policy of their group says."""
OFFERED = (":product/*", ":project/*")
OWN_PROFILE = ("${!sagemaker:DomainId}", "${!sagemaker:UserProfileName}")
ACCOUNT = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role"
SAGEMAKER = "arn:${AWS::Partition}:sagemaker:eu-west-1:${AWS::AccountId}:"
NEVER = (
    Request("", "iam:PassRole", f"{ACCOUNT}{names.PATH}sagemaker-p-0a1b2c3d4e5f-execution"),
    Request("", "iam:PassRole", f"{ACCOUNT}/{names.LAUNCH_ROLE}"),
    Request("", "sts:AssumeRole", f"{ACCOUNT}{names.PATH}{names.APPROVER}"),
    Request("", "sagemaker:UpdateModelPackage", f"{SAGEMAKER}model-package/x-p-0a1b2c3d4e5f/1"),
    Request("", "sagemaker:DeleteModelPackage", f"{SAGEMAKER}model-package/x-p-0a1b2c3d4e5f/1"),
    Request("", "codepipeline:PutApprovalResult", f"{SAGEMAKER.replace('sagemaker', 'codepipeline')}x/Approve/Approve"),
)
CHANGING = ("sagemaker:*App", "sagemaker:*Space", "sagemaker:CreatePresigned*")


def check(template: Template) -> Iterator[Problem]:
    for role in template.roles if template.kind == "team" else ():
        if "sagemaker.amazonaws.com" in role.services:
            for problem in (*_never(role), *_grants(role)):
                yield Problem(role.title, problem)


def _never(role: Role) -> Iterator[str]:
    for request in NEVER:
        if not denied(role.grants, request):
            yield f"is not denied {request.action} on {request.resource}: deny it"


def _grants(role: Role) -> Iterator[str]:
    for statement in role.grants:
        for resource in statement.resources if statement.allows else ():
            if _of_projects(resource) and not statement.has_exactly(TAG, TEAM):
                yield f"reaches {resource} of other teams: require {TAG}"
            if any(kind in resource for kind in OF_STUDIO):
                yield from _studio(statement, resource)
            if not _named(resource):
                yield f"reaches {resource}, also what is no project's: begin with sagemaker-"


def _of_projects(resource: str) -> bool:
    """What has the tag of a team: code, pipelines and jobs, by any name."""
    named = resource.startswith("arn:") and "*" in resource and ":s3:::" not in resource
    return named and not resource.endswith((*OF_GROUPS, *OFFERED)) and not any(kind in resource for kind in OF_STUDIO)


def _named(resource: str) -> bool:
    """Code and pipelines by the names of projects; objects of projects, and the team's folder of Studio's bucket."""
    if ":codecommit:" in resource or ":codepipeline:" in resource:
        return resource.rpartition(":")[2].startswith("sagemaker-")
    key = key_of(resource)
    return key is None or ":::sagemaker-p-" in resource or key.startswith(f"teams/{TEAM}/")


def _studio(statement: Statement, resource: str) -> Iterator[str]:
    changing = [action for action in statement.matching(*CHANGING) if ":Describe" not in action]
    if changing and OWN_PROFILE[0] not in resource:
        yield f"may {changing[0]} on {resource} of others: name the own domain and profile"
    owned = statement.of("sagemaker:OwnerUserProfileArn") or OWN_PROFILE[1] in resource
    if changing and not owned:
        yield f"may {changing[0]} on {resource} of others: require sagemaker:OwnerUserProfileArn"
