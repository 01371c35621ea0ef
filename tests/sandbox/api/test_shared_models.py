"""The sandbox's own clients leave the models alone by which it reads requests."""

import json
from pathlib import Path
from typing import Any

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.states.conftest import Workflows
from tests.sandbox.engine.rules.states.machines import machine, task


def test_buckets_are_found_when_the_first_request_for_them_comes_from_a_workflow(tmp_path: Path) -> None:
    own = Sandbox(tmp_path).start()
    try:
        listed = task("arn:aws:states:::aws-sdk:s3:listObjects", Parameters={"Bucket": "none-of-this-name"})
        failed: dict[str, Any] = Workflows(own).run(machine(List=listed))
        assert failed["error"] == "S3.NoSuchBucketException", json.dumps(failed, default=str)
        own.client("s3").create_bucket(Bucket="of-this-name")
        assert "Contents" not in own.client("s3").list_objects(Bucket="of-this-name")
    finally:
        own.run("stop")
