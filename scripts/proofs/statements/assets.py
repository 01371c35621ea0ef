"""What projects start from is written by the publisher alone, and read by the organisation."""

from collections.abc import Iterator

from scripts.proofs.requests import Call, Family
from scripts.proofs.roles import LAUNCH, catalog_role, everybody, publisher
from scripts.proofs.statement import Question, Statement
from scripts.proofs.targets import calls
from scripts.proofs.world.accounts import DEVELOPMENT, OTHER_DEVELOPMENT, OUTSIDE, PARAMETERS, REGION
from templates.names import PREFIX

BUCKET = f"arn:aws:s3:::{PREFIX}-assets-{PARAMETERS['AssetSuffix']}-{REGION}"
PREFIXES = ("templates/", "seeds/", "stages/", "release/")
WRITES = "s3", "PutObject DeleteObject DeleteObjectVersion PutObjectAcl PutObjectTagging"
OF_THE_BUCKET = "s3", "PutBucketPolicy DeleteBucketPolicy DeleteBucket PutBucketVersioning PutLifecycleConfiguration"
FIRST = {"s3:if-none-match": "*"}
"""S3 user guide, "Enforce conditional writes": a write that succeeds only where there is no object yet."""


def families(question: Question) -> Iterator[Family]:
    world = question.world
    objects = [f"{BUCKET}/{prefix}object" for prefix in PREFIXES]
    writes = [call for name in objects for call in calls(WRITES, name)]
    others = everybody(world)
    yield Family(others, [*writes, *calls(OF_THE_BUCKET, BUCKET)])
    yield Family([publisher()], [Call("s3:PutObject", name, FIRST) for name in objects], allowed=True)
    yield Family([publisher()], [call for name in objects for call in _overwrites(name)])
    outside = [arn for arn in world.facts.principals if f":{OUTSIDE}:" in arn]
    yield Family(outside, [Call("s3:GetObject", name) for name in objects])
    readers = [catalog_role(LAUNCH, account) for account in (DEVELOPMENT, OTHER_DEVELOPMENT)]
    yield Family(readers, [Call("s3:GetObject", f"{BUCKET}/seeds/object")], allowed=True)


def _overwrites(name: str) -> list[Call]:
    """A published template or seed stays what it was: its key has its digest."""
    return [Call("s3:PutObject", name), *calls(("s3", "DeleteObject DeleteObjectVersion"), name)]


STATEMENT = Statement(
    name="assets",
    sentence="Templates, seeds and release code are written by the publisher alone, once; the organisation reads them.",
    families=families,
)
