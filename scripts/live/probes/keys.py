"""KMS: conditions on the caller when a service calls it for a role."""

import json

from scripts.live.budget import KEY, Cost
from scripts.live.calls import Refused
from scripts.live.fixtures import BUCKET, ROLE, STACK, allow, bucket, key, own_role
from scripts.live.lab import Lab
from scripts.live.probe import Probe, Verdict, broken, held, undecided


def _key(lab: Lab, role: str, organization: str) -> str:
    """The ARN of a key that one role may use, named by conditions alone, as `templates/blocks/stages.py` does."""
    only = {"ArnEquals": {"aws:PrincipalArn": [role]}, "StringEquals": {"aws:PrincipalOrgID": organization}}
    user = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Condition": only}
    return key(lab, {**user, "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": "*"})


def ask_conditions(lab: Lab) -> Verdict:
    """S3 calls KMS for the role that stores and reads an object; the role's own policy does not allow the key."""
    organization = lab.refusal("organizations:DescribeOrganization")
    if organization:
        return undecided(f"the account is in no organisation that it may read: {organization.code}")
    identifier = lab.calls[-1].answer["Organization"]["Id"]
    store = bucket(lab)
    objects = f"arn:{lab.place.partition}:s3:::{store}/*"
    role = own_role(lab, "stage", allow(["s3:PutObject", "s3:GetObject"], [objects]))
    made, acting = _key(lab, role, identifier), lab.as_role(role)
    place = {"Bucket": store, "Key": "model", "ExpectedBucketOwner": lab.place.account}
    encrypted = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": made}
    refused = acting.patiently("s3:PutObject", Body=b"model", **place, **encrypted)
    if refused:
        return broken(f"storing an object is refused: {refused.code}: {refused.message}")
    try:
        read = acting("s3:GetObject", **place)["Body"]
    except Refused as error:
        return broken(f"reading the object is refused: {error.code}: {error.message}")
    return held("the role stores and reads an encrypted object") if read == b"model" else broken(json.dumps(str(read)))


PROBES = (
    Probe(
        7,
        "does KMS evaluate the role and its organisation when a service calls it?",
        ask_conditions,
        f"{ROLE}{BUCKET}{STACK}organizations:DescribeOrganization sts:AssumeRole s3:PutObject s3:GetObject",
        Cost(KEY, 1),
        in_organization=True,
    ),
)
