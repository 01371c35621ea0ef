"""The denials of a project's bucket, as products have them: consent of the owner, and copies that nobody changes."""

import base64
import hashlib
import json

import pytest
from botocore.exceptions import ClientError

from tests.templates import resolve
from tests.templates.rendered import EXAMPLE, template_of

ACCOUNT = "222222222222"
OWN, FRIEND, STRANGER = "p-own123def456", "p-fri123def456", "p-str123def456"
MODEL, EVALUATION = "models/1/model.tar.gz", "executions/1/evaluation/evaluation.json"
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"
CONTENT = b"a model"
DIGEST = hashlib.sha256(CONTENT).hexdigest()
COPY = f"releases/{DIGEST}/model.tar.gz"
NEW = {"IfNoneMatch": "*", "ChecksumSHA256": base64.b64encode(hashlib.sha256(CONTENT).digest()).decode()}


def denials(bucket):
    """Those of the policy that CloudFormation would give to this bucket, which a request over HTTP can meet."""
    policy = template_of("build-train-deploy")["Resources"]["BucketPolicy"]["Properties"]["PolicyDocument"]
    values = EXAMPLE | {"SageMakerProjectId": OWN, "ModelsDeployedBy": [FRIEND], "Bucket.Arn": f"arn:aws:s3:::{bucket}"}
    found = [resolve.filled_in(one, values) for one in policy["Statement"] if one.get("Effect") == "Deny"]
    text = json.dumps([one for one in found if "aws:SecureTransport" not in json.dumps(one)])
    return json.loads(text.replace("<Bucket.Arn>", f"arn:aws:s3:::{bucket}").replace("<Key.Arn>", KEY))


@pytest.fixture(scope="module")
def bucket(cloud):
    name, s3 = cloud.unique("sagemaker-own"), cloud.client("s3", ACCOUNT)
    s3.create_bucket(Bucket=name)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    for key in (MODEL, EVALUATION, "data/people.csv"):
        s3.put_object(Bucket=name, Key=key, Body=CONTENT)
    s3.put_bucket_policy(Bucket=name, Policy=json.dumps({"Version": "2012-10-17", "Statement": denials(name)}))
    return name


@pytest.fixture(scope="module")
def role(cloud):
    """S3 under a role of the catalog that may do everything with S3, tagged with a project or not."""
    made = {}

    def under(name, tag=""):
        if name not in made:
            iam = cloud.client("iam", ACCOUNT)
            principal = {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}
            trust = cloud.policy({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"})
            tags = [{"Key": "sagemaker:project-id", "Value": tag}] if tag else []
            arn = iam.create_role(RoleName=name, Path="/mlops-catalog/", AssumeRolePolicyDocument=trust, Tags=tags)
            every = cloud.policy({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
            iam.put_role_policy(RoleName=name, PolicyName="s3", PolicyDocument=every)
            session = cloud.client("sts", ACCOUNT).assume_role(RoleArn=arn["Role"]["Arn"], RoleSessionName="test")
            made[name] = cloud.client_with("s3", session["Credentials"])
        return made[name]

    return under


def prepare(project):
    return f"sagemaker-{project}-prepare", project


def refused(call, **request):
    try:
        call(**request)
    except ClientError as error:
        return error.response["Error"]["Code"] == "AccessDenied"
    return False


@pytest.mark.parametrize("key", [MODEL, EVALUATION])
def test_a_project_without_consent_reads_nothing(bucket, role, key):
    assert refused(role(*prepare(STRANGER)).get_object, Bucket=bucket, Key=key)
    assert not refused(role(*prepare(FRIEND)).get_object, Bucket=bucket, Key=key)
    assert not refused(role(*prepare(OWN)).get_object, Bucket=bucket, Key=key)


def test_neither_a_name_that_holds_a_friends_id_nor_a_missing_tag_is_consent(bucket, role):
    for name in (f"sagemaker-x{FRIEND}-prepare", f"sagemaker-{FRIEND}x-prepare", f"sagemaker-{OWN}x-prepare"):
        assert refused(role(name).get_object, Bucket=bucket, Key=MODEL)


def write(s3, bucket, **more):
    return {"call": s3.put_object, "Bucket": bucket, "Key": COPY, "Body": CONTENT, **more}


def test_only_prepare_writes_copies_and_only_new_ones(bucket, role):
    for part in ("test", "deploy-pipeline", "execution", "build"):
        assert refused(**write(role(f"sagemaker-{OWN}-{part}", OWN), bucket, **NEW))
    assert refused(**write(role(*prepare(STRANGER)), bucket, **NEW))
    own = role(*prepare(OWN))
    assert refused(**write(own, bucket))
    assert not refused(**write(own, bucket, **NEW))
    with pytest.raises(ClientError, match="PreconditionFailed"):
        own.put_object(Bucket=bucket, Key=COPY, Body=CONTENT, **NEW)
    assert own.head_object(Bucket=bucket, Key=COPY, ChecksumMode="ENABLED")["ChecksumSHA256"] == NEW["ChecksumSHA256"]


def test_a_copy_of_many_parts_is_new_too(bucket, role):
    own, address = role(*prepare(OWN)), {"Bucket": bucket, "Key": "releases/many/model.tar.gz"}
    upload = own.create_multipart_upload(**address)["UploadId"]
    part = own.upload_part(**address, UploadId=upload, PartNumber=1, Body=CONTENT)
    finish = {"UploadId": upload, "MultipartUpload": {"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}}
    assert refused(own.complete_multipart_upload, **address, **finish)
    assert not refused(own.complete_multipart_upload, **address, **finish, IfNoneMatch="*")


def test_nobody_deletes_a_copy(bucket, role, cloud):
    cloud_root, own = cloud.client("s3", ACCOUNT), role(*prepare(OWN))
    address = {"Bucket": bucket, "Key": "releases/kept/model.tar.gz"}
    version = own.put_object(**address, Body=CONTENT, IfNoneMatch="*")["VersionId"]
    for s3 in (own, cloud_root):
        assert refused(s3.delete_object, **address)
        assert refused(s3.delete_object, **address, VersionId=version)
