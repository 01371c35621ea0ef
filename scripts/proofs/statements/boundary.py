"""No role of a project leaves its permissions boundary, and the launch role makes none without one."""

from collections.abc import Iterator

from scripts.proofs.reach import edges_to, made_roles, reachable
from scripts.proofs.requests import Call, Family
from scripts.proofs.roles import APPROVER, LAUNCH, PAIR, bounded, catalog_role, shared
from scripts.proofs.statement import Question, Statement
from scripts.proofs.targets import calls
from scripts.proofs.world.accounts import DEVELOPMENT
from scripts.proofs.world.launches import VICTIM
from templates.names import PREFIX

ROLE_CHANGES = (
    "iam",
    """
    CreateRole PutRolePolicy AttachRolePolicy DeleteRolePolicy DetachRolePolicy UpdateAssumeRolePolicy
    PutRolePermissionsBoundary DeleteRolePermissionsBoundary DeleteRole
    """,
)
POLICY_CHANGES = "iam", "CreatePolicyVersion SetDefaultPolicyVersion DeletePolicyVersion DeletePolicy"
USERS = "iam", "CreateUser CreateAccessKey AttachUserPolicy PutUserPolicy CreateLoginProfile"
BOUNDARY = f"arn:aws:iam::{DEVELOPMENT}:policy/{PREFIX}/{PREFIX}-boundary"
OTHER_BOUNDARY = {"iam:PermissionsBoundary": f"arn:aws:iam::{DEVELOPMENT}:policy/mine"}
NEW_ROLE = f"arn:aws:iam::{DEVELOPMENT}:role/{PREFIX}/sagemaker-{VICTIM}-new"


def families(question: Question) -> Iterator[Family]:
    """The second family is the search: what roles of projects can act as are roles of projects."""
    world = question.world
    every = bounded(world)
    projects = [role for identifier in PAIR for role in world.roles(identifier)]
    reached = reachable(question, projects)
    beyond = [role for role in made_roles(world) if role not in every]
    yield Family(reached, [call for role in [NEW_ROLE, projects[0]] for call in calls(ROLE_CHANGES, role)])
    yield Family(projects, [call for role in beyond for call in edges_to(world, role)])
    yield Family(projects, [*calls(POLICY_CHANGES, BOUNDARY), *calls(USERS, f"arn:aws:iam::{DEVELOPMENT}:user/one")])
    yield from _launch_role(world_roles=shared(world))


def _launch_role(world_roles: list[str]) -> Iterator[Family]:
    """It makes roles for code that it does not know: only bounded ones, and it changes no role of the catalog."""
    launch = [catalog_role(LAUNCH)]
    within = {"iam:PermissionsBoundary": BOUNDARY}
    yield Family(
        launch, [Call(f"iam:{name}", NEW_ROLE, within) for name in ("CreateRole", "PutRolePolicy")], allowed=True
    )
    makes = "CreateRole", "PutRolePolicy", "PutRolePermissionsBoundary"
    yield Family(launch, [Call(f"iam:{name}", NEW_ROLE, other) for name in makes for other in ({}, OTHER_BOUNDARY)])
    removes = "iam", "DeleteRolePermissionsBoundary AttachRolePolicy"
    yield Family(launch, [*calls(removes, NEW_ROLE), *calls(POLICY_CHANGES, BOUNDARY)])
    yield Family(launch, calls(USERS, f"arn:aws:iam::{DEVELOPMENT}:user/one"))
    own = [role for role in world_roles if f":{DEVELOPMENT}:" in role]
    yield Family(launch, [call for role in own for call in calls(ROLE_CHANGES, role)])
    passed = [Call("iam:PassRole", role, {"iam:PassedToService": "codebuild.amazonaws.com"}) for role in own]
    yield Family(launch, [*passed, Call("sts:AssumeRole", catalog_role(APPROVER))])


STATEMENT = Statement(
    name="boundary",
    sentence="No role of a project changes a role or becomes one outside its boundary; no role is launched without it.",
    families=families,
)
