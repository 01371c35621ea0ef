"""The first delivery of a project fails while CloudFormation creates the endpoint's stack."""

from tests.rehearsals.failures.failing_project import FailingProject, FirstDelivery


def test_the_reason_of_a_failed_first_deployment_has_the_resource(first: FirstDelivery) -> None:
    assert first.failure.reason.startswith("Staging/Execute: ")
    assert "ROLLBACK_COMPLETE" in first.failure.reason
    assert "Configuration: " in first.failure.reason
    assert "nstanceType" in first.failure.message


def test_the_next_good_commit_brings_the_version_to_production(project: FailingProject, first: FirstDelivery) -> None:
    assert project.requests()[0].answer == project.answer_of(first.version)
