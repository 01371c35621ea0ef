"""The difference between two versions is one readable line for each thing that a reviewer would name."""

from typing import Any

from scripts.releases.differences import differences
from scripts.releases.store import Release, template_text

NOTHING: dict[str, Any] = {"Resources": {}}


def of(template: dict[str, Any], **seeds: str) -> Release:
    return Release("demo", "1.0.0", "Demo", "A demo.", template_text({**NOTHING, **template}), seeds)


def role(*statements: Any) -> dict[str, Any]:
    policy = {"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17", "Statement": list(statements)}}
    return {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [policy]}}}}


def allow(action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def test_equal_versions_have_no_difference() -> None:
    same = role(allow("s3:GetObject"))
    assert differences(of(same, weather="a"), of(same, weather="a")) == ()


def test_parameters_are_named_with_what_changed() -> None:
    before = {"Parameters": {"Old": {"Type": "String"}, "Size": {"Type": "Number", "Default": 1}}}
    after = {"Parameters": {"New": {"Type": "String", "Default": "no"}, "Size": {"Type": "Number", "Default": 2}}}
    assert differences(of(before), of(after)) == (
        "added: parameter `New`, default `no`",
        "removed: parameter `Old`",
        "changed: parameter `Size`: Default `1` is now `2`",
    )


def test_seeds_with_another_content_are_named() -> None:
    assert differences(of({}, weather="a", census="b"), of({}, weather="c", abalone="d")) == (
        "added: seed `abalone`",
        "removed: seed `census`",
        "changed: seed `weather`",
    )


def test_resources_are_named_with_the_properties_that_changed() -> None:
    before = {
        "Resources": {
            "Old": {"Type": "AWS::SNS::Topic"},
            "Data": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "a"}},
        }
    }
    after = {
        "Resources": {
            "Data": {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain", "Properties": {"BucketName": "b"}},
            "New": {"Type": "AWS::SQS::Queue"},
        }
    }
    assert differences(of(before), of(after)) == (
        "changed: resource `Data` (AWS::S3::Bucket): BucketName, DeletionPolicy",
        "added: resource `New` (AWS::SQS::Queue)",
        "removed: resource `Old` (AWS::SNS::Topic)",
    )


def test_permissions_are_named_as_gained_and_lost_and_not_as_a_changed_role() -> None:
    bucket = {"Fn::GetAtt": ["Bucket", "Arn"]}
    before = role(allow(["s3:GetObject", "s3:PutObject"], bucket))
    after = role(
        allow(["s3:GetObject", "s3:ListBucket"], bucket), allow("s3:ListBucket", {"Fn::Sub": "${Bucket.Arn}/*"})
    )
    assert differences(of(before), of(after)) == (
        "gained permission: `Role`: `s3:ListBucket` on `${Bucket.Arn}`, `${Bucket.Arn}/*`",
        "lost permission: `Role`: `s3:PutObject` on `${Bucket.Arn}`",
    )


def test_the_same_permissions_in_other_statements_are_no_difference() -> None:
    together = role(allow(["s3:GetObject", "s3:PutObject"], ["a", "b"]))
    apart = role(*(allow(action, place) for place in "ba" for action in ("s3:PutObject", "s3:GetObject")))
    assert differences(of(together), of(apart)) == ()


def test_a_condition_that_falls_away_is_a_permission_gained() -> None:
    encrypted = {"Condition": {"Bool": {"aws:SecureTransport": "true"}}}
    assert differences(of(role(allow("s3:GetObject", **encrypted))), of(role(allow("s3:GetObject")))) == (
        "gained permission: `Role`: `s3:GetObject` on `*`",
        "lost permission: `Role`: `s3:GetObject` on `*` if Bool aws:SecureTransport `true`",
    )


def test_a_statement_under_a_condition_of_the_template_says_when_it_is_there() -> None:
    either = {"Fn::If": ["UsesConnection", allow("a:One"), {"Ref": "AWS::NoValue"}]}
    assert differences(of(role()), of(role(either))) == (
        "gained permission: `Role`: `a:One` on `*` when UsesConnection",
    )


def test_denials_and_principals_of_a_resources_policy_are_listed() -> None:
    def bucket(*statements: Any) -> dict[str, Any]:
        policy = {"PolicyDocument": {"Statement": list(statements)}}
        return {"Resources": {"BucketPolicy": {"Type": "AWS::S3::BucketPolicy", "Properties": policy}}}

    denial = {"Effect": "Deny", "Principal": "*", "NotAction": "s3:GetObject", "Resource": "*"}
    service = allow("s3:PutObject", Principal={"Service": "logs.amazonaws.com"})
    assert differences(of(bucket(denial)), of(bucket(service))) == (
        "gained permission: `BucketPolicy`: `s3:PutObject` for `logs.amazonaws.com` on `*`",
        "no longer denied: `BucketPolicy`: `all but s3:GetObject` for `*` on `*`",
    )


def test_a_trust_policy_is_compared_like_any_other() -> None:
    def trust(service: str) -> dict[str, Any]:
        statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
        properties = {"AssumeRolePolicyDocument": {"Statement": [statement]}}
        return {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": properties}}}

    assert differences(of(trust("a.amazonaws.com")), of(trust("b.amazonaws.com"))) == (
        "gained permission: `Role`: `sts:AssumeRole` for `b.amazonaws.com`",
        "lost permission: `Role`: `sts:AssumeRole` for `a.amazonaws.com`",
    )
