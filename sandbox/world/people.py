"""The roles that exist before any deployment: the data scientist's, as a SageMaker domain would have made it."""

import json

from ministack.core.responses import request_scope
from ministack.services import iam

from sandbox.world import accounts

# The quick set-up of a domain attaches it; what else that attaches (Canvas, buckets that a person names) is not here.
_POLICY = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {
                "Service": "sagemaker.amazonaws.com",
                "AWS": f"arn:aws:iam::{accounts.SPOKES['development']}:root",
            },
            "Action": "sts:AssumeRole",
        }
    ],
}


def seed() -> None:
    """Create the data scientist's role in the development account of a new sandbox."""
    name = accounts.SCIENTIST_ROLE
    with request_scope(accounts.SPOKES["development"], accounts.REGION):
        if name in iam._roles:
            return
        role = {"RoleName": [name], "Path": ["/service-role/"], "AssumeRolePolicyDocument": [json.dumps(_TRUST)]}
        iam._create_role(role)
        iam._attach_role_policy({"RoleName": [name], "PolicyArn": [_POLICY]})
