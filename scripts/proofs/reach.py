"""Which principals a set of principals can act as: a search along the edges assume, pass and start."""

from collections.abc import Iterable, Iterator

from scripts.proofs.requests import Call, Request
from scripts.proofs.statement import Question
from scripts.proofs.world.stacks import Resource
from scripts.proofs.world.world import World

STARTS = {
    "AWS::CodeBuild::Project": ("codebuild:StartBuild", "ServiceRole"),
    "AWS::CodePipeline::Pipeline": ("codepipeline:StartPipelineExecution", "RoleArn"),
    "AWS::Lambda::Function": ("lambda:InvokeFunction", "Role"),
}
"""What starts something that runs as a role, and the property that names the role."""


def services_of(world: World, role: str) -> list[str]:
    """The services that a role trusts."""
    body = world.facts.policies[role]["Statement"]
    named = [
        statement["Principal"].get("Service", []) for statement in body if isinstance(statement["Principal"], dict)
    ]
    return [service for value in named for service in ([value] if isinstance(value, str) else value)]


def edges_to(world: World, role: str) -> list[Call]:
    """Every way to act as a role: assume it, pass it to a service that it trusts, start what runs as it."""
    passed = [Call("iam:PassRole", role, {"iam:PassedToService": service}) for service in services_of(world, role)]
    return [Call("sts:AssumeRole", role), *passed, *_starts(world).get(role, [])]


def reachable(question: Question, start: Iterable[str]) -> list[str]:
    """The roles that these can act as, in one step or more, and these themselves."""
    world = question.world
    every = {role: edges_to(world, role) for role in made_roles(world)}
    reached, waiting = dict.fromkeys(start), list(start)
    while waiting:
        principal = waiting.pop()
        for role, calls in every.items():
            if role not in reached and any(question.evaluator.allows(_request(principal, call)) for call in calls):
                reached[role] = None
                waiting.append(role)
    return list(reached)


def made_roles(world: World) -> list[str]:
    """The roles that templates of the catalog make, which have a trust policy."""
    return [arn for arn in world.facts.policies if ":role/" in arn]


def _request(principal: str, call: Call) -> Request:
    return Request(principal, call.action, call.resource, call.context)


def _starts(world: World) -> dict[str, list[Call]]:
    if "starts" not in world.cache:
        found: dict[str, list[Call]] = {}
        for resource in _started(world):
            action, name = STARTS[resource.kind]
            found.setdefault(str(resource.properties[name]), []).append(Call(action, resource.arn))
        world.cache["starts"] = found
    return world.cache["starts"]


def _started(world: World) -> Iterator[Resource]:
    for _, stack in world.stacks:
        yield from (resource for resource in stack.resources.values() if resource.kind in STARTS)
