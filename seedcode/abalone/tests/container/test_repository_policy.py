"""`make image` prints the policy with which other accounts can pull the image."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_organisation_may_pull_and_do_nothing_else():
    environment = {"ORGANIZATION": "o-a1b2c3d4e5", "REPOSITORY": "sagemaker-abalone"}
    command = [sys.executable, "container/repository_policy.py"]
    text = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    assert "aws ecr set-repository-policy --repository-name sagemaker-abalone" in text
    (statement,) = json.loads(text.partition("'")[2].rpartition("'")[0])["Statement"]
    assert statement["Condition"] == {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    assert sorted(statement["Action"]) == [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:GetDownloadUrlForLayer",
    ]
