"""Names that lead elsewhere."""

from scripts.gate.rules.source_address import check
from tests.scripts.gate.small import KEY, attribute, reported, resource, sub, template


def test_a_registered_repository_is_the_template_s() -> None:
    for address, expected in ((attribute("Repository", "CloneUrlHttp"), []), ("http://example.com/x.git", ["Code"])):
        code = resource("AWS::SageMaker::CodeRepository", GitConfig={"RepositoryUrl": address})
        assert reported(check, template({"Code": code})) == expected


def test_an_alias_is_named_after_the_project_and_leads_to_its_key() -> None:
    name = sub("alias/sagemaker-${SageMakerProjectId}-key")
    for alias, target, expected in (
        (name, {"Ref": "Key"}, []),
        ("alias/aws/s3", {"Ref": "Key"}, ["Alias"]),
        (name, "arn:aws:kms:us-east-1:999999999999:key/x", ["Alias"]),
    ):
        resources = {"Key": KEY, "Alias": resource("AWS::KMS::Alias", AliasName=alias, TargetKeyId=target)}
        assert reported(check, template(resources)) == expected
