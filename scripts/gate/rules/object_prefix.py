"""Objects are granted below a prefix that has a meaning, and each kind of role writes below its own.

Jobs write what executions and models are made of, builds write data, code and artifacts, pipelines artifacts; what is
approved or released must not be written by the code of a project.
"""

import re
from collections.abc import Iterator, Mapping

from scripts.gate.model.remembered import remembered
from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Role, Template
from scripts.gate.rules.bucket_reach import is_bucket
from templates import names
from templates.blocks import captured

OBJECTS = ("s3:GetObject*", "s3:PutObject*", "s3:DeleteObject*", "s3:AbortMultipartUpload", "s3:RestoreObject")
WRITES = ("s3:PutObject*", "s3:DeleteObject*")
CAPTURED = f"${{{captured.PREFIX.title}}}*"
"""Chosen at launch, below endpoints/ or predictions/: the pattern of the parameter says so."""
PREFIXES = (
    "asset-logs/",
    "cache/",
    "code/",
    "data/",
    "endpoints/",
    "executions/",
    "lease.json",
    "ledger/",
    "models/",
    "predictions/",
    "rejected/",
    "release/",
    "releases/",
    "sagemaker-",
    "seeds/",
    "stages/",
    "templates/",
    CAPTURED,
)
WRITERS: Mapping[str, tuple[str, ...]] = {
    "sagemaker.amazonaws.com": ("executions/", "models/", "endpoints/", "ledger/", "predictions/", "rejected/"),
    "codebuild.amazonaws.com": ("cache/", "code/", "data/", "sagemaker-", "releases/", "endpoints/"),
    "codepipeline.amazonaws.com": ("sagemaker-",),
    "lambda.amazonaws.com": (),
    "servicecatalog.amazonaws.com": (),
}
RESOLVED = re.compile(r"\{\{resolve:[^{}]*(\$\{[^}]*\}[^{}]*)*\}\}")
RELEASERS = re.compile(rf"-{names.PREPARE_BUILD}$")
"""Only the release step writes below `releases/`: what stages deploy."""
RUNS_JOBS = "sagemaker:CreateProcessingJob"
"""A build that runs jobs itself, without a SageMaker pipeline, is a monitor's: what it writes of them is listed."""


def check(template: Template) -> Iterator[Problem]:
    for role in template.roles:
        if template.kind == "team" and role.services:
            continue  # people in Studio: team_grant
        for statement in role.grants:
            if statement.allows and statement.matching(*OBJECTS):
                yield from _prefixes(role, statement)


@remembered
def _prefixes(role: Role, statement: Statement) -> Iterator[Problem]:
    for resource in statement.resources:
        key = key_of(resource)
        if key is None:
            continue
        publishes = role.name == names.PUBLISHER and not statement.matching("s3:DeleteObject*")
        if not key.startswith(PREFIXES) and not publishes:
            yield Problem(role.title, f"reaches the objects {resource}: name the prefix that it needs")
        if statement.matching(*WRITES):
            yield from _writer(role, key)


def _writer(role: Role, key: str) -> Iterator[Problem]:
    for service in role.services:
        allowed = WRITERS.get(service, ())
        monitors = service == "codebuild.amazonaws.com" and any(action == RUNS_JOBS for action, _ in role.granted)
        allowed = (*allowed, *names.MONITOR_PREFIXES) if monitors else allowed
        if not key.startswith(allowed) if allowed else True:
            yield Problem(role.title, f"writes objects below {key}, which {service} does not make: take it out")
        elif key.startswith("releases/") and not RELEASERS.search(role.name):
            yield Problem(role.title, f"writes below {key}: only the release step does")


def key_of(resource: str) -> str | None:
    """The pattern of keys that a resource of S3 names; none if it is another kind, or a bucket."""
    own = resource.startswith("${") and resource.partition("/")[0].endswith(".Arn}")
    if not own and not is_bucket(resource):
        return None
    _, slash, key = RESOLVED.sub("resolved", resource).partition("/")
    return key if slash else None
