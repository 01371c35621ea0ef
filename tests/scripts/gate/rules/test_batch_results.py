"""What batches wrote."""

from scripts.gate.model.template import Body
from scripts.gate.rules.batch_results import CHANGES, FOLDERS, READS, check
from tests.scripts.gate.small import ROLE, deny, everybody, reported, sub, template, with_policy

RESULTS = [sub(f"${{Thing.Arn}}/{folder}*") for folder in FOLDERS]
OWN = {"aws:PrincipalArn": sub(f"{ROLE}sagemaker-${{SageMakerProjectId}}-*")}
PROJECTS = {"aws:PrincipalArn": sub(f"{ROLE}sagemaker-*")}
DENIALS = (
    deny(" ".join(CHANGES), *RESULTS, ArnNotLike=OWN),
    deny(" ".join(READS), *RESULTS, ArnLike=PROJECTS, ArnNotLike=OWN),
)


def of(*denials: Body, output: str = "PredictionsUri") -> list[str]:
    bucket = with_policy("AWS::S3::Bucket", {"AWS::S3::BucketPolicy": "Bucket"}, *[everybody(one) for one in denials])
    return sorted(set(reported(check, template(bucket, Outputs={output: {"Value": "x"}}))))


def test_nobody_else_changes_results_and_no_other_project_reads_them() -> None:
    assert of(*DENIALS) == []
    for number in range(len(DENIALS)):
        assert of(*DENIALS[:number], *DENIALS[number + 1 :]) == ["Thing"]
    assert of(output="DataUri") == []


def test_every_folder_and_every_action_counts() -> None:
    for number in range(len(RESULTS)):
        fewer = [*RESULTS[:number], *RESULTS[number + 1 :]]
        assert of(deny(" ".join(CHANGES), *fewer, ArnNotLike=OWN), DENIALS[1]) == ["Thing"]
    for action in CHANGES:
        others = " ".join(other for other in CHANGES if other != action)
        assert of(deny(others, *RESULTS, ArnNotLike=OWN), DENIALS[1]) == ["Thing"]
