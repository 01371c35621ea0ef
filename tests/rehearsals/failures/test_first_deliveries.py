"""The first delivery of a project fails while CloudFormation creates the endpoint's stack."""

from tests.rehearsals.failures.living import First, Living


def test_a_first_deployment_that_fails_says_which_resource_was_refused_and_why(first: First) -> None:
    assert first.failure.reason.startswith("Staging/Execute: ")
    assert "ROLLBACK_COMPLETE" in first.failure.reason
    assert "Configuration: " in first.failure.reason
    assert "nitialVariantWeight" in first.failure.message


def test_the_next_good_commit_brings_the_version_to_production(living: Living, first: First) -> None:
    assert living.asked()[0].answer == living.answer_of(first.version)
