"""The function for stages answers CloudFormation in every case, and touches the stack of its own launch alone."""

from typing import Any

import pytest

from templates.foundations.functions.stages import handle
from tests.templates.foundations.functions.stages_fakes import (
    ENDPOINT,
    ENVIRONMENT,
    LAUNCH,
    NAME,
    OTHER_LAUNCH,
    TEMPLATE,
    World,
    request,
)

MADE = f"333333333333/{NAME}"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)


def _answer(world: World, kind: str, launch: str = LAUNCH, **more: Any) -> dict[str, Any]:
    world.answers.clear()
    handle(request(kind, launch, **more), world.services)
    return world.answer


def test_create_makes_the_stack_with_the_service_role_and_the_launch_as_its_tag() -> None:
    world = World()
    answer = _answer(world, "Create")
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", MADE)
    assert world.entered == [
        ("arn:aws:iam::333333333333:role/mlops-catalog/mlops-catalog-stage-provisioner", "222222222222")
    ]
    ((_, made),) = world.stage.calls
    assert made == {
        "StackName": NAME,
        "TemplateURL": TEMPLATE,
        "RoleARN": "arn:aws:iam::333333333333:role/mlops-catalog/mlops-catalog-stage-cloudformation",
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        "Tags": [{"Key": "launched-by", "Value": LAUNCH}],
        "ClientRequestToken": "request-1",
    }
    assert {name: answer[name] for name in ("StackId", "RequestId", "LogicalResourceId")} == {
        "StackId": LAUNCH,
        "RequestId": "request-1",
        "LogicalResourceId": "StagingRoles",
    }


def test_a_second_create_of_the_same_launch_continues() -> None:
    world = World()
    world.stage.stand(NAME, "CREATE_IN_PROGRESS")
    assert _answer(world, "Create")["Status"] == "SUCCESS"
    assert "create" not in world.stage.done


@pytest.mark.parametrize("status", ["ROLLBACK_COMPLETE", "CREATE_FAILED", "DELETE_FAILED"])
def test_a_failed_stack_is_deleted_and_made_again(status: str) -> None:
    world = World()
    world.stage.stand(NAME, status)
    assert _answer(world, "Create")["Status"] == "SUCCESS"
    assert world.stage.done == ["delete", "create"]


def test_a_stack_that_is_being_deleted_is_made_again_after_that() -> None:
    world = World()
    world.stage.stand(NAME, "DELETE_IN_PROGRESS")
    assert _answer(world, "Create")["Status"] == "SUCCESS"
    assert world.stage.done == ["create"]


def test_another_launch_gets_nothing_and_its_roll_back_deletes_nothing() -> None:
    world = World()
    world.stage.stand(NAME)
    answer = _answer(world, "Create", OTHER_LAUNCH)
    assert answer["Status"] == "FAILED"
    assert "Launch a new project" in answer["Reason"]
    rolled_back = _answer(world, "Delete", OTHER_LAUNCH, PhysicalResourceId=answer["PhysicalResourceId"])
    assert rolled_back["Status"] == "SUCCESS"
    guessed = _answer(world, "Delete", OTHER_LAUNCH, PhysicalResourceId=MADE)
    assert guessed["Status"] == "SUCCESS"
    assert world.stage.calls == []
    assert world.stage.stacks[NAME]["StackStatus"] == "CREATE_COMPLETE"


def test_an_update_of_another_launch_gets_nothing() -> None:
    world = World()
    world.stage.stand(NAME)
    assert _answer(world, "Update", OTHER_LAUNCH, PhysicalResourceId="x")["Status"] == "FAILED"
    assert world.stage.calls == []


def test_a_creation_that_fails_is_told_in_cloudformations_words_and_deleted_by_the_roll_back() -> None:
    world = World()
    world.stage.ends["CREATE"] = "ROLLBACK_COMPLETE"
    world.stage.events = [
        {"ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "Resource creation cancelled"},
        {"ResourceStatus": "CREATE_FAILED", "ResourceStatusReason": "Role with that name already exists"},
    ]
    answer = _answer(world, "Create")
    assert answer["Status"] == "FAILED"
    assert "Role with that name already exists" in answer["Reason"]
    assert _answer(world, "Delete", PhysicalResourceId=answer["PhysicalResourceId"])["Status"] == "SUCCESS"
    assert world.stage.stacks[NAME]["StackStatus"] == "DELETE_COMPLETE"


def test_an_account_without_the_provisioner_is_named_with_what_to_publish_and_blocks_no_roll_back() -> None:
    world = World("444444444444")
    answer = _answer(world, "Create")
    assert answer["Status"] == "FAILED"
    for word in ("333333333333 (staging)", "mlops-catalog-stage-provisioner", "`targets`", "`spokes`", "make publish"):
        assert word in answer["Reason"]
    assert _answer(world, "Delete", PhysicalResourceId=answer["PhysicalResourceId"])["Status"] == "SUCCESS"


def test_an_account_without_stages_is_told_what_the_platform_team_does() -> None:
    world, create = World(), request("Create")
    create["ResourceProperties"]["Account"] = "none"
    handle(create, world.services)
    assert world.answer["Status"] == "FAILED"
    assert "names one under `stages`" in world.answer["Reason"]
    assert world.entered == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ProjectId", "p-0123456789ab-x"),
        ("ProjectId", "*"),
        ("Stage", "target"),
        ("Account", "3333"),
        ("ProjectId", "p"),
    ],
)
def test_what_does_not_fit_into_the_stacks_name_is_refused(name: str, value: str) -> None:
    world, create = World(), request("Create")
    create["ResourceProperties"][name] = value
    handle(create, world.services)
    assert (world.answer["Status"], world.entered) == ("FAILED", [])
    assert f"{name} is `{value}`" in world.answer["Reason"]


def test_an_update_to_another_template_changes_the_stack() -> None:
    world, update = World(), request("Update", PhysicalResourceId=MADE)
    world.stage.stand(NAME)
    update["ResourceProperties"]["TemplateUrl"] = TEMPLATE.replace("/1.", "/2.")
    handle(update, world.services)
    assert (world.answer["Status"], world.answer["PhysicalResourceId"]) == ("SUCCESS", MADE)
    assert world.stage.done == ["update"]
    assert world.stage.stacks[NAME]["template"].endswith("/2.json")


def test_an_update_without_a_difference_succeeds() -> None:
    world = World()
    world.stage.stand(NAME)
    assert _answer(world, "Update", PhysicalResourceId=MADE)["Status"] == "SUCCESS"
    assert world.stage.stacks[NAME]["StackStatus"] == "CREATE_COMPLETE"


def test_an_update_that_is_rolled_back_fails_and_keeps_its_id() -> None:
    world, update = World(), request("Update", PhysicalResourceId=MADE)
    world.stage.stand(NAME)
    world.stage.ends["UPDATE"] = "UPDATE_ROLLBACK_COMPLETE"
    update["ResourceProperties"]["TemplateUrl"] = TEMPLATE.replace("/1.", "/2.")
    handle(update, world.services)
    assert (world.answer["Status"], world.answer["PhysicalResourceId"]) == ("FAILED", MADE)


def test_another_account_in_the_settings_gets_roles_and_the_one_before_loses_them() -> None:
    """CloudFormation deletes what has the old id: the id says in which account, whatever properties it sends."""
    world, update = World("333333333333", "555555555555"), request("Update", PhysicalResourceId=MADE)
    world.stage.stand(NAME)
    update["ResourceProperties"]["Account"] = "555555555555"
    handle(update, world.services)
    assert (world.answer["Status"], world.answer["PhysicalResourceId"]) == ("SUCCESS", f"555555555555/{NAME}")
    assert NAME in world.accounts["555555555555"].stacks
    delete = request("Delete", PhysicalResourceId=MADE)
    delete["ResourceProperties"]["Account"] = "555555555555"
    world.answers.clear()
    handle(delete, world.services)
    assert world.answer["Status"] == "SUCCESS"
    assert world.stage.stacks[NAME]["StackStatus"] == "DELETE_COMPLETE"
    assert world.accounts["555555555555"].stacks[NAME]["StackStatus"] == "CREATE_COMPLETE"


def test_delete_deletes_the_stack_with_the_service_role() -> None:
    world = World()
    world.stage.stand(NAME)
    assert _answer(world, "Delete", PhysicalResourceId=MADE)["Status"] == "SUCCESS"
    ((name, given),) = world.stage.calls
    assert (name, given["StackName"]) == ("delete", f"id-of-{NAME}")
    assert given["RoleARN"].endswith("mlops-catalog-stage-cloudformation")


def test_delete_of_what_is_gone_succeeds() -> None:
    assert _answer(World(), "Delete", PhysicalResourceId=MADE)["Status"] == "SUCCESS"


def test_an_endpoint_that_is_still_deployed_refuses_the_deletion_with_the_command_and_a_later_one_succeeds() -> None:
    world = World()
    world.stage.stand(NAME)
    world.stage.stand(ENDPOINT)
    answer = _answer(world, "Delete", PhysicalResourceId=MADE)
    assert answer["Status"] == "FAILED"
    assert f"aws cloudformation delete-stack --stack-name {ENDPOINT} --region us-east-1" in answer["Reason"]
    assert world.stage.calls == []
    del world.stage.stacks[ENDPOINT]
    assert _answer(world, "Delete", PhysicalResourceId=MADE)["Status"] == "SUCCESS"


def test_a_stack_that_cannot_be_deleted_fails_the_deletion_with_the_reason() -> None:
    world = World()
    world.stage.stand(NAME)
    world.stage.ends["DELETE"] = "DELETE_FAILED"
    world.stage.events = [{"ResourceStatus": "DELETE_FAILED", "ResourceStatusReason": "Cannot delete: in use"}]
    answer = _answer(world, "Delete", PhysicalResourceId=MADE)
    assert (answer["Status"], "Cannot delete: in use" in answer["Reason"]) == ("FAILED", True)


def test_an_answer_is_sent_before_the_function_is_stopped() -> None:
    world = World()
    world.stage.ends["CREATE"] = "CREATE_IN_PROGRESS"
    answer = _answer(world, "Create")
    assert (answer["Status"], "for too long" in answer["Reason"]) == ("FAILED", True)
    assert world.seconds > -5


def test_what_nobody_expected_is_answered_too() -> None:
    world, create = World(), request("Create")
    del create["ResourceProperties"]["TemplateUrl"]
    handle(create, world.services)
    assert world.answer["Status"] == "FAILED"
