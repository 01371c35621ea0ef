"""The launch role on what is not a project's: Studio's own buckets, other keys, other roles (finding 12)."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from scripts.rehearsal.attacks.scene import Session
from tests.end_to_end.attacks.conftest import Become

DEVELOPMENT = "222222222222"
STUDIO_BUCKET = f"sagemaker-us-east-1-{DEVELOPMENT}"
CORS = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}
DENIED = "AccessDenied|not authorized to perform"


@pytest.fixture(scope="module")
def launches(become: Become) -> Session:
    return become(f"arn:aws:iam::{DEVELOPMENT}:role/mlops-catalog-launch")


@pytest.fixture(scope="module")
def studio_bucket(published: str, sandbox: Any) -> str:
    """Made as Studio makes it."""
    sandbox.client("s3", DEVELOPMENT).create_bucket(Bucket=STUDIO_BUCKET)
    return STUDIO_BUCKET


@pytest.fixture(scope="module")
def other_key(published: str, sandbox: Any) -> str:
    """A key of the account without the tag of a project."""
    return sandbox.client("kms", DEVELOPMENT).create_key()["KeyMetadata"]["KeyId"]


@pytest.mark.parametrize(
    "attack",
    [
        lambda s3: s3.put_bucket_policy(Bucket=STUDIO_BUCKET, Policy='{"Version":"2012-10-17","Statement":[]}'),
        lambda s3: s3.delete_bucket_policy(Bucket=STUDIO_BUCKET),
        lambda s3: s3.put_bucket_versioning(Bucket=STUDIO_BUCKET, VersioningConfiguration={"Status": "Suspended"}),
        lambda s3: s3.put_bucket_cors(Bucket=STUDIO_BUCKET, CORSConfiguration=CORS),
        lambda s3: s3.put_bucket_tagging(Bucket=STUDIO_BUCKET, Tagging={"TagSet": []}),
        lambda s3: s3.delete_bucket(Bucket=STUDIO_BUCKET),
        lambda s3: s3.get_object(Bucket=STUDIO_BUCKET, Key="data"),
        lambda s3: s3.put_object(Bucket=STUDIO_BUCKET, Key="data", Body=b"forged"),
    ],
    ids=["put policy", "delete policy", "versioning", "websites", "tags", "delete", "read", "write"],
)
def test_a_launch_leaves_studios_own_bucket_alone(
    attack: Callable[[Any], object], launches: Session, studio_bucket: str
) -> None:
    with pytest.raises(ClientError, match=DENIED):
        attack(launches.client("s3"))


@pytest.mark.parametrize(
    "attack",
    [
        lambda kms, key: kms.create_grant(KeyId=key, GranteePrincipal=DEVELOPMENT, Operations=["Decrypt"]),
        lambda kms, key: kms.decrypt(KeyId=key, CiphertextBlob=b"x" * 64),
        lambda kms, key: kms.schedule_key_deletion(KeyId=key),
    ],
    ids=["grant", "decrypt", "delete"],
)
def test_a_launch_leaves_keys_without_the_tag_of_a_project_alone(
    attack: Callable[[Any, str], object], launches: Session, other_key: str
) -> None:
    with pytest.raises(ClientError, match=DENIED):
        attack(launches.client("kms"), other_key)


@pytest.mark.parametrize(
    "attack",
    [
        lambda iam: iam.create_role(
            RoleName="sagemaker-p-unbounded", Path="/mlops-catalog/", AssumeRolePolicyDocument="{}"
        ),
        lambda iam: iam.delete_role_permissions_boundary(RoleName="sagemaker-p-unbounded"),
        lambda iam: iam.put_role_policy(RoleName="mlops-catalog-approver", PolicyName="more", PolicyDocument="{}"),
        lambda iam: iam.update_assume_role_policy(RoleName="mlops-catalog-approver", PolicyDocument="{}"),
        lambda iam: iam.tag_role(RoleName="mlops-catalog-approver", Tags=[{"Key": "team", "Value": "x"}]),
    ],
    ids=["without a boundary", "boundary removed", "approver's permissions", "approver's trust", "approver's tags"],
)
def test_a_launch_changes_no_role_but_bounded_ones_of_projects(
    attack: Callable[[Any], object], launches: Session
) -> None:
    with pytest.raises(ClientError, match=DENIED):
        attack(launches.client("iam"))
