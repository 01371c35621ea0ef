"""What the approver may do with a project's files."""

from tests.templates.statements import covers, identity_of

APPROVER = [found for found in identity_of("spoke-roles") if found.place == "Approver"]
REPORT = "arn:aws:s3:::sagemaker-p-0123456789ab-0123abcd/executions/exec-1/evaluation/report.html"


def test_the_approver_reads_reports_and_nothing_else_of_a_bucket() -> None:
    def may(action: str, resource: str) -> bool:
        return any(found.allows and covers(found, action, resource) for found in APPROVER)

    assert may("s3:GetObject", REPORT)
    assert may("s3:ListBucket", "arn:aws:s3:::sagemaker-p-0123456789ab-0123abcd")
    assert not may("s3:GetObject", REPORT.replace("/evaluation/report.html", "/model/model.tar.gz"))
    assert not may("s3:GetObject", "arn:aws:s3:::sagemaker-p-0123456789ab-0123abcd/data/weather.csv")
    assert not may("s3:PutObject", REPORT)
