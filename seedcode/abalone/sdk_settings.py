"""Settings that the SageMaker SDK reads when imported: no usage data, no call to IAM about the role it is given."""

import os
from pathlib import Path

os.environ.setdefault("SAGEMAKER_USER_CONFIG_OVERRIDE", str(Path(__file__).with_name("sagemaker.yaml")))
os.environ.setdefault("SAGEMAKER_VALIDATE_ROLE", "false")
# It looks for a region while it is imported.
os.environ.setdefault("AWS_DEFAULT_REGION", os.environ.get("AWS_REGION", "us-east-1"))
