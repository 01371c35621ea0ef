"""The roles that exist before anybody deploys: the data scientist's, as a SageMaker domain would have made it."""

import json

from ministack.core.responses import request_scope
from ministack.services import iam

from sandbox import accounts

# The rights of AmazonSageMakerFullAccess that matter for projects, with its limits by name.
_SCIENTIST_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": [
                "sagemaker:*", "servicecatalog:Describe*", "servicecatalog:List*",
                "servicecatalog:ScanProvisionedProducts",
                "servicecatalog:SearchProducts", "servicecatalog:SearchProvisionedProducts",
                "servicecatalog:ProvisionProduct", "codecommit:BatchGetRepositories", "codecommit:CreateRepository",
                "codecommit:GetRepository", "codecommit:List*", "cloudformation:GetTemplateSummary",
                "cloudwatch:DescribeAlarms", "cloudwatch:PutMetricData", "ecr:Describe*", "ecr:BatchGet*",
                "iam:ListRoles", "kms:DescribeKey", "kms:ListAliases", "logs:Describe*", "logs:GetLogEvents",
                "s3:ListAllMyBuckets", "s3:GetBucketLocation", "sns:ListTopics",
            ],
            "Resource": "*",
        },
        {
            "Effect": "Allow",
            "Action": ["servicecatalog:TerminateProvisionedProduct", "servicecatalog:UpdateProvisionedProduct"],
            "Resource": "*",
            "Condition": {"StringEquals": {"servicecatalog:userLevel": "self"}},
        },
        {
            "Effect": "Allow",
            "Action": ["codecommit:GitPull", "codecommit:GitPush"],
            "Resource": ["arn:aws:codecommit:*:*:*sagemaker*", "arn:aws:codecommit:*:*:*SageMaker*"],
        },
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"],
            "Resource": ["arn:aws:s3:::*SageMaker*", "arn:aws:s3:::*Sagemaker*", "arn:aws:s3:::*sagemaker*"],
        },
    ],
}  # fmt: skip
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
        policy = {"RoleName": [name], "PolicyName": ["sagemaker"], "PolicyDocument": [json.dumps(_SCIENTIST_POLICY)]}
        iam._create_role(role)
        iam._put_role_policy(policy)
