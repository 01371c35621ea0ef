"""Launches: a stack in the launching account, with no more permissions than its launch role has."""


def test_stack_is_made_in_the_spoke_and_not_in_the_hub(cloud, launchable_product, scientist):
    ended = scientist.ended(scientist.launch(launchable_product))
    outputs = {output["OutputKey"]: output["OutputValue"] for output in ended["RecordOutputs"]}
    assert ended["RecordDetail"]["Status"] == "SUCCEEDED"
    assert outputs["Greeting"] == "hello"
    assert outputs["CloudformationStackARN"].split(":")[4] == cloud.development
    in_hub = cloud.client("cloudformation").list_stacks()["StackSummaries"]
    assert [stack for stack in in_hub if stack["StackName"].startswith("SC-")] == []


def test_update_keeps_previous_values_and_applies_new_ones(cloud, launchable_product, scientist):
    named = [{"Key": "SageMakerProjectName", "Value": "kept"}]
    record = scientist.launch(launchable_product, ProvisioningParameters=named)
    scientist.ended(record)
    parameters = [{"Key": "SageMakerProjectName", "UsePreviousValue": True}, {"Key": "Greeting", "Value": "bye"}]
    updated = scientist.catalog.update_provisioned_product(
        ProvisionedProductId=record["ProvisionedProductId"], ProvisioningParameters=parameters
    )["RecordDetail"]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in scientist.ended(updated)["RecordOutputs"]}
    assert (outputs["Project"], outputs["Greeting"]) == ("kept", "bye")


def test_permission_that_the_launch_role_lacks_fails_the_launch_by_name(
    cloud, launchable_product, launch_with_role, scientist
):
    name = cloud.unique("narrow")
    for account in (cloud.hub, cloud.development):
        cloud.role(account, name, "servicecatalog.amazonaws.com", "cloudformation:*", "s3:GetObject")
    launch_with_role(name)
    record = scientist.ended(scientist.launch(launchable_product))["RecordDetail"]
    assert record["Status"] == "FAILED"
    assert "sns:CreateTopic" in record["RecordErrors"][0]["Description"]


def test_launch_role_that_the_spoke_lacks_refuses_the_launch(cloud, launchable_product, launch_with_role, scientist):
    name = cloud.unique("hub-only")
    cloud.role(cloud.hub, name, "servicecatalog.amazonaws.com", "cloudformation:*")
    launch_with_role(name)
    wanted = {
        **launchable_product.version,
        "ProvisionedProductName": "x",
    }
    assert cloud.code_of(scientist.catalog.provision_product, **wanted) == "InvalidParametersException"


def test_terminated_product_is_gone_with_its_stack(cloud, launchable_product, scientist):
    record = scientist.launch(launchable_product)
    scientist.ended(record)
    identifier = record["ProvisionedProductId"]
    scientist.ended(scientist.catalog.terminate_provisioned_product(ProvisionedProductId=identifier)["RecordDetail"])
    gone = cloud.code_of(scientist.catalog.describe_provisioned_product, Id=identifier)
    stacks = cloud.client("cloudformation", cloud.development).list_stacks()["StackSummaries"]
    status = [stack["StackStatus"] for stack in stacks if identifier in stack["StackName"]]
    assert (gone, status) == ("ResourceNotFoundException", ["DELETE_COMPLETE"])
