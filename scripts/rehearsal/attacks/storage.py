"""Attacks on files: data, models, what is released, and the catalog's own assets."""

from collections.abc import Callable
from typing import Any

from scripts.rehearsal.attacks.attack import Attack
from scripts.rehearsal.attacks.scene import Scene, Session
from templates import names

TRAINING = names.EXECUTION_PREFIX
CODE_ROLES = ("build", "job", "prepare", "test")
Attempt = Callable[[Session, Scene], object]


def read(prefix: str) -> Attempt:
    def attempt(session: Session, scene: Scene) -> object:
        key = scene.target.find(prefix)
        return session.client("s3").get_object(Bucket=scene.target.bucket, Key=key)["ContentLength"]

    return attempt


def write(prefix: str, **encryption: str) -> Attempt:
    """A new object, so that an attack that succeeds destroys nothing."""

    def attempt(session: Session, scene: Scene) -> object:
        return _put(session, scene.target.bucket, prefix, **encryption)

    return attempt


def write_own(half: str, prefix: str) -> Attempt:
    """In the attacker's own project: code may write nothing that a stage gets."""

    def attempt(session: Session, scene: Scene) -> object:
        return _put(session, scene.own[half].bucket, prefix)

    return attempt


def write_with_own_key(session: Session, scene: Scene) -> object:
    key = scene.own["build"].project.outputs["KeyArn"]
    encryption: dict[str, str] = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key}
    return _put(session, scene.target.bucket, names.DATA_PREFIX, **encryption)


def delete_model(session: Session, scene: Scene) -> object:
    key = scene.target.find(names.EXECUTION_PREFIX)
    return session.client("s3").delete_object(Bucket=scene.target.bucket, Key=key)


def allow_websites(session: Session, scene: Scene) -> object:
    rules = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}
    return session.client("s3").put_bucket_cors(Bucket=scene.target.bucket, CORSConfiguration=rules)


def grant_key(session: Session, scene: Scene) -> object:
    return session.client("kms").create_grant(
        KeyId=scene.target.project.outputs["KeyArn"],
        GranteePrincipal=scene.own["build"].role("execution"),
        Operations=["Decrypt"],
    )


def decrypt(session: Session, scene: Scene) -> object:
    """The key alone, without S3."""
    key = scene.target.project.outputs["KeyArn"]
    return session.client("kms").generate_data_key(KeyId=key, KeySpec="AES_256")["KeyId"]


def replace_asset(session: Session, scene: Scene) -> object:
    return _put(session, scene.assets, "seeds/")


def _put(session: Session, bucket: str, prefix: str, **encryption: Any) -> object:
    return session.client("s3").put_object(Bucket=bucket, Key=f"{prefix}forged", Body=b"forged", **encryption)["ETag"]


PROTECTED = (names.ARTIFACT_PREFIX, names.CODE_PREFIX, TRAINING, names.ENDPOINT_PREFIX, "models/", "releases/")
ATTACKS = (
    *(
        Attack(7, f"{name} of another project reads below {prefix}", name, read(prefix))
        for name in CODE_ROLES
        for prefix in (names.DATA_PREFIX, TRAINING, "models/", "releases/")
    ),
    *(
        Attack(7, f"{name} of another project writes below {prefix}", name, write(prefix))
        for name in CODE_ROLES
        for prefix in (names.DATA_PREFIX, "models/", "releases/")
    ),
    *(
        Attack(8, f"own {name} writes what is released", name, write_own("deploy", "releases/"))
        for name in ("job", "build", "test")
    ),
    Attack(8, "own tests write what was prepared", "test", write_own("deploy", names.ARTIFACT_PREFIX)),
    *(Attack(8, f"a colleague writes below {prefix}", "colleague", write(prefix)) for prefix in PROTECTED),
    Attack(8, "a colleague deletes what a training wrote", "colleague", delete_model),
    *(
        Attack(9, f"an asset of the catalog is replaced by: {name}", name, replace_asset)
        for name in ("colleague", "build", "job", "member", "outsider")
    ),
    Attack(
        10, "a colleague writes with S3's key", "colleague", write(names.DATA_PREFIX, ServerSideEncryption="AES256")
    ),
    Attack(10, "a colleague writes with a key of their own", "colleague", write_with_own_key),
    Attack(10, "a colleague lets websites read the bucket", "colleague", allow_websites),
    *(Attack(10, f"the key is granted by: {name}", name, grant_key) for name in ("colleague", *CODE_ROLES)),
    *(Attack(10, f"the key is used by: {name}", name, decrypt) for name in ("colleague", *CODE_ROLES)),
)
