"""A project's bucket refuses others what they must not change or read, whatever their own policies allow.

People put data; what models are made of, and what stages deploy, the project's own roles write. Another project reads
nothing; neither Studio nor code changes what protects the objects.
"""

from collections.abc import Iterator

from scripts.gate.model.requests import Request, denied
from scripts.gate.model.template import Problem, Template
from scripts.gate.rules.registry_policy import OWN, PEOPLE
from templates.policy import actions_of

MADE_HERE = ("cache/", "code/", "endpoints/", "executions/", "models/", "releases/", "sagemaker-x/")
"""What the project's roles write, people never: artifacts begin with the pipeline's name."""
WRITES = ("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject")
READS = ("s3:GetObject", "s3:GetObjectVersion")
CONFIGURATION = actions_of(
    "s3",
    """
    DeleteBucket DeleteBucketPolicy PutBucketAcl PutBucketCORS PutBucketLogging PutBucketNotification
    PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock PutBucketTagging PutBucketVersioning
    PutEncryptionConfiguration PutLifecycleConfiguration PutReplicationConfiguration
    """,
)
CODE = {**{who: PEOPLE[who] for who in ("Studio", "another project")}, **OWN}
PROJECTS = {who: PEOPLE[who] for who in ("another project", "a longer id")}
PRIVATE = ("data/", "code/", "cache/", "sagemaker-x/", "endpoints/")


def check(template: Template) -> Iterator[Problem]:
    for bucket in template.of_type("AWS::S3::Bucket") if template.kind == "product" else ():
        own = template.policy_of("AWS::S3::BucketPolicy", "Bucket", bucket.name)
        for who, request in _refused(f"${{{bucket.name}.Arn}}"):
            if not denied(own, request):
                place = request.resource.partition("}")[2] or "/"
                yield Problem(bucket.name, f"lets {who} {request.action} at {place}: deny it")


def _refused(bucket: str) -> Iterator[tuple[str, Request]]:
    for who, principal in PEOPLE.items():
        for prefix in MADE_HERE:
            yield from ((who, Request(principal, action, f"{bucket}/{prefix}x")) for action in WRITES)
    for who, principal in PROJECTS.items():
        for prefix in PRIVATE:
            yield from ((who, Request(principal, action, f"{bucket}/{prefix}x")) for action in (*READS, *WRITES))
    for who, principal in CODE.items():
        yield who, Request(principal, "s3:DeleteObjectVersion", f"{bucket}/data/x")
        yield from ((who, Request(principal, action, bucket)) for action in CONFIGURATION)
