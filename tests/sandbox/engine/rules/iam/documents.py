"""Statements that tests of IAM begin with, and the whole of a refusal."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

TRUST = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
READ = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}


def refusal(call: Any, **arguments: Any) -> tuple[int, str, str]:
    """Status, code and message."""
    with pytest.raises(ClientError) as refused:
        call(**arguments)
    answer: Any = refused.value.response
    return answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"]["Code"], answer["Error"]["Message"]
