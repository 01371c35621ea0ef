"""The roles that exist before any deployment: a data scientist's, as a domain makes it, and a platform engineer's."""

import json
from typing import Any

from ministack.core.responses import request_scope
from ministack.services import iam

from sandbox.world import accounts

# The quick set-up of a domain attaches it; what else that attaches (Canvas, buckets that a person names) is not here.
_POLICY = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
_LAUNCHES = "arn:aws:iam::aws:policy/AWSServiceCatalogEndUserFullAccess"
_ROOT = {"AWS": f"arn:aws:iam::{accounts.SPOKES['development']}:root"}
_ENABLES_PROJECTS = {
    "Effect": "Allow",
    "Action": [
        "sagemaker:EnableSagemakerServicecatalogPortfolio",
        "sagemaker:GetSagemakerServicecatalogPortfolioStatus",
    ],
    "Resource": "*",
}


def seed() -> None:
    """Create both in the development account of a new sandbox."""
    with request_scope(accounts.SPOKES["development"], accounts.REGION):
        if accounts.SCIENTIST_ROLE not in iam._roles:
            scientist = {"Service": "sagemaker.amazonaws.com", **_ROOT}
            _create(accounts.SCIENTIST_ROLE, "/service-role/", scientist, _POLICY)
        if accounts.PLATFORM_ROLE not in iam._roles:
            _create(accounts.PLATFORM_ROLE, "/", _ROOT, _LAUNCHES)
            document = json.dumps({"Version": "2012-10-17", "Statement": [_ENABLES_PROJECTS]})
            inline = {"RoleName": [accounts.PLATFORM_ROLE], "PolicyName": ["projects"], "PolicyDocument": [document]}
            iam._put_role_policy(inline)


def _create(name: str, path: str, principal: dict[str, Any], policy: str) -> None:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam._create_role({"RoleName": [name], "Path": [path], "AssumeRolePolicyDocument": [trust]})
    iam._attach_role_policy({"RoleName": [name], "PolicyArn": [policy]})
