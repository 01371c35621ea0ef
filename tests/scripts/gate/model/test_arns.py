"""ARNs with placeholders."""

from scripts.gate.model.arns import arn_of


def test_colons_of_placeholders_separate_nothing() -> None:
    found = arn_of("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/x:*")
    assert found is not None
    assert (found.service, found.region, found.account) == ("logs", "${AWS::Region}", "${AWS::AccountId}")
    assert found.resource == "log-group:/aws/x:*"
    assert found.own


def test_other_text_has_no_parts() -> None:
    assert arn_of("${Bucket.Arn}/*") is None
    assert arn_of("*") is None
