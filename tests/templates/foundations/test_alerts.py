"""Messages of the account on failures and changes of production say what to do."""

import json

from tests.templates.messages import message, topic_targets


def test_the_account_sends_failures_and_changes_of_all_projects() -> None:
    assert set(topic_targets("spoke-settings")) == {
        "PipelineFailedRule",
        "BuildFailedRule",
        "TrainingFailedRule",
        "ProductionChangedRule",
    }


def test_the_message_on_a_failed_build_has_what_the_build_exported() -> None:
    exported = [{"name": "OUTCOME", "value": 'test_closes failed: "0" is not 1'}]
    assert message("spoke-settings", "BuildFailedRule", exported=json.dumps(exported))["exported"] == exported


def test_the_message_on_a_failed_deployment_has_the_command_to_retry_the_whole_stage() -> None:
    sent = message("spoke-settings", "PipelineFailedRule")
    assert sent["retry"].endswith("--stage-name stage --retry-mode ALL_ACTIONS")
    assert "--pipeline-name pipeline --pipeline-execution-id execution" in sent["retry"]
    assert "ROLLBACK_FAILED" in sent["stack"]


def test_messages_on_a_limit_say_where_to_raise_it() -> None:
    for title in ("PipelineFailedRule", "TrainingFailedRule"):
        assert "Service Quotas" in message("spoke-settings", title)["message"]
