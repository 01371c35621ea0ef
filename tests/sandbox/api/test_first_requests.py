"""What a new process is asked first makes no difference to what it understands later."""

from pathlib import Path

from tests.sandbox.conftest import Sandbox


def test_a_bucket_can_be_made_by_a_stack_before_anything_else_of_s3(tmp_path: Path) -> None:
    started = Sandbox(tmp_path).start()
    try:
        template = {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "the-first"}}}}
        assert started.deploy("first", template)["StackStatus"] == "CREATE_COMPLETE"
        found = started.client("s3").list_buckets()["Buckets"]
        assert "the-first" in [bucket["Name"] for bucket in found]
    finally:
        started.run("stop")
