"""With which permissions a template is read from its address."""

import json
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}


def test_a_template_is_read_with_the_permissions_of_the_caller(sandbox: Any) -> None:
    storage, bucket = sandbox.client("s3"), f"templates-{uuid.uuid4().hex[:8]}"
    storage.create_bucket(Bucket=bucket)
    storage.put_object(Bucket=bucket, Key="a/b.json", Body=json.dumps(TOPIC))
    address = f"https://{bucket}.s3.us-east-1.amazonaws.com/a/b.json"
    with pytest.raises(ClientError, match="Access Denied"):
        sandbox.client("cloudformation", sandbox.outsider).create_stack(StackName="remote", TemplateURL=address)
    sandbox.client("cloudformation").create_stack(StackName="remote", TemplateURL=address)
    assert sandbox.settled("remote")["StackStatus"] == "CREATE_COMPLETE"
