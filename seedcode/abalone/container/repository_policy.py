"""Prints the policy that an image's ECR repository needs: the accounts that serve the model pull it too.

ECR user guide, "Private repository policies": for another account, the role's own grant is only half of what it takes.
"""

import json
import os
import sys
from collections.abc import Mapping
from typing import Any

PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


def policy(organization: str) -> dict[str, Any]:
    """Roles of the organisation may pull; each of them also needs its own grant."""
    statement = {
        "Sid": "PullFromTheOrganization",
        "Effect": "Allow",
        "Principal": "*",
        "Action": list(PULL),
        "Condition": {"StringEquals": {"aws:PrincipalOrgID": organization}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


def command(environment: Mapping[str, str] = os.environ) -> str:
    """The command that sets the policy, for the owner of the repository."""
    organization = environment.get("ORGANIZATION", "") or "o-your-organization"
    name = environment.get("REPOSITORY", "") or "sagemaker-abalone"
    text = json.dumps(policy(organization), indent=2)
    return (
        "Push the image to ECR, and let the accounts of staging and production pull it:\n\n"
        f"aws ecr set-repository-policy --repository-name {name} --policy-text '{text}'\n"
    )


if __name__ == "__main__":
    sys.stdout.write(command())
