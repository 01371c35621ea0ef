"""Every bucket has a policy that refuses plain HTTP, and lets others in by their name and for what they need."""

from collections.abc import Iterator

from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template
from scripts.gate.rules.object_prefix import PREFIXES, key_of
from scripts.gate.rules.trust_principal import ORGANIZATIONS
from templates import names

STAGE_NAMES = ("staging", "production")
READS = ("s3:GetObject", "s3:GetObjectVersion", "s3:GetBucketLocation", "s3:ListBucket")
STAGE_WRITES = ("s3:PutObject", "s3:AbortMultipartUpload")
LOG_DELIVERY = "logging.s3.amazonaws.com"


def check(template: Template) -> Iterator[Problem]:
    for bucket in template.of_type("AWS::S3::Bucket"):
        own = template.policy_of("AWS::S3::BucketPolicy", "Bucket", bucket.name)
        if not own:
            yield Problem(bucket.name, "has no bucket policy: refuse plain HTTP at least")
        for statement in own:
            if statement.allows:
                yield from _resources(statement, bucket.name)
                yield from _allowed(statement, bucket.name)


def _resources(statement: Statement, bucket: str) -> Iterator[Problem]:
    """Of this bucket, and objects of a prefix; a stage's role those of its own stage."""
    for resource in statement.resources:
        key = key_of(resource)
        if not resource.startswith(f"${{{bucket}.Arn}}"):
            yield Problem(statement.place, f"lets others in at {resource}: name the bucket")
        if statement.accounts and key is not None and not key.startswith(PREFIXES):
            yield Problem(statement.place, f"lets others in at {resource}: name the prefix that they need")
        for stage in STAGE_NAMES:
            roles = [value for test in statement.of("aws:PrincipalArn") for value in test.values]
            others = [role for role in roles if f"-{stage}-" not in role]
            if key and key.startswith(f"{names.ENDPOINT_PREFIX}{stage}/") and others:
                yield Problem(statement.place, f"lets {others[0]} in at {resource}: it is of another stage")


def _allowed(statement: Statement, bucket: str) -> Iterator[Problem]:
    problems = (
        _delivery(statement) if statement.services else (*_actions(statement, bucket), *_others(statement, bucket))
    )
    for problem in problems:
        yield Problem(statement.place, problem)


def _delivery(statement: Statement) -> Iterator[str]:
    if set(statement.services) != {LOG_DELIVERY} or statement.actions != ("s3:PutObject",):
        yield f"lets {statement.services[0]} in: only access logs are delivered"


def _actions(statement: Statement, bucket: str) -> Iterator[str]:
    writes = [action for action in statement.actions if action not in READS]
    below = f"${{{bucket}.Arn}}/{names.ENDPOINT_PREFIX}"
    if writes and not all(resource.startswith(below) for resource in statement.resources):
        yield f"lets others {writes[0]} here: only a stage's roles write, below {below}"
    if set(writes) - set(STAGE_WRITES):
        yield f"lets others {', '.join(writes)}: that is more than they need"


def _others(statement: Statement, bucket: str) -> Iterator[str]:
    if not statement.has_exactly("aws:PrincipalOrgID", *ORGANIZATIONS):
        yield "lets principals of any organisation in: add aws:PrincipalOrgID"
    named = any(test.exact for test in statement.of("aws:PrincipalArn"))
    if not named and not (set(statement.actions) <= set(READS) and _assets(statement, bucket)):
        yield "lets every principal of the organisation in: name the roles by aws:PrincipalArn"


def _assets(statement: Statement, bucket: str) -> bool:
    """The whole organisation reads templates, seeds and the release code: they hold no project's data."""
    below = tuple(f"${{{bucket}.Arn}}/{prefix}/" for prefix in ("templates", "seeds", "release", "stages"))
    return all(resource.startswith(below) for resource in statement.resources)
