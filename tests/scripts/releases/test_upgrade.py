"""What an upgrade would destroy is found before it is released."""

from scripts.releases.upgrade import losses


def template(**resources: dict) -> dict:
    return {"Resources": resources}


BUCKET = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "one", "Tags": []}}
ROLE = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "one"}}


def test_a_bucket_that_gets_another_name_would_be_replaced() -> None:
    renamed = {**BUCKET, "Properties": {"BucketName": "two"}}
    assert losses(template(Data=BUCKET), template(Data=renamed)) == {
        "Data": "would be replaced, since BucketName changed"
    }


def test_a_bucket_that_is_gone_would_be_dropped() -> None:
    assert losses(template(Data=BUCKET), template()) == {"Data": "would be dropped"}


def test_a_renamed_logical_id_is_a_loss_too() -> None:
    assert losses(template(Data=BUCKET), template(Storage=BUCKET)) == {"Data": "would be dropped"}


def test_a_change_in_place_and_a_new_role_lose_nothing() -> None:
    tagged = {**BUCKET, "Properties": {"BucketName": "one", "Tags": [{"Key": "a", "Value": "b"}]}}
    assert losses(template(Data=BUCKET, Role=ROLE), template(Data=tagged)) == {}
