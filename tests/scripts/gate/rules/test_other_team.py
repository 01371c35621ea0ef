"""Studio roles of other teams."""

from scripts.gate.model.template import Body
from scripts.gate.rules.other_team import GROUP, OBJECTS, VERSIONS, check
from tests.scripts.gate.small import deny, document, everybody, own, reported, resource, sub, template, with_policy

STUDIO = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/service-role/AmazonSageMaker"
OTHERS = {
    "ArnLike": {"aws:PrincipalArn": sub(f"{STUDIO}*")},
    "ArnNotLike": {"aws:PrincipalArn": sub(f"{STUDIO}-ExecutionRole-team-${{Team}}")},
}
PLACES = [sub("${Thing.Arn}"), sub("${Thing.Arn}/*")]
NAME = "${SageMakerProjectName}-${SageMakerProjectId}"


def bucket(*denials: Body) -> list[str]:
    policy = {"AWS::S3::BucketPolicy": "Bucket"}
    return reported(check, template(with_policy("AWS::S3::Bucket", policy, *[everybody(one) for one in denials])))


def test_a_bucket_denies_other_teams_every_object_and_their_names() -> None:
    actions = (*OBJECTS, "s3:ListBucket")
    assert bucket(deny(" ".join(actions), *PLACES, **OTHERS)) == []
    for action in actions:
        fewer = " ".join(other for other in actions if other != action)
        assert bucket(deny(fewer, *PLACES, **OTHERS)) == ["Thing"]
    assert bucket(deny(" ".join(actions), PLACES[1], **OTHERS)) == ["Thing"]


def test_a_group_denies_other_teams_its_versions() -> None:
    places = [own("sagemaker", f"{kind}/*") for kind in ("model-package", "model-package-group")]
    for actions, expected in (((*VERSIONS, *GROUP), []), (VERSIONS, ["Group"]), (GROUP, ["Group"])):
        policy = document(everybody(deny(" ".join(actions), *places, **OTHERS)))
        group = resource(
            "AWS::SageMaker::ModelPackageGroup", ModelPackageGroupName=sub(NAME), ModelPackageGroupPolicy=policy
        )
        assert reported(check, template({"Group": group})) == expected
