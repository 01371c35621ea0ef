"""Service Catalog launches: a stack in the launching account, with no more rights than its launch role has."""

import json


def _launch(cloud, offer, catalog, **extra):
    answer = catalog.provision_product(
        ProductId=offer.product,
        ProvisioningArtifactId=offer.artifact,
        ProvisionedProductName=cloud.unique("launch"),
        **extra,
    )
    return answer["RecordDetail"]


def _end(cloud, catalog, record):
    described = lambda: catalog.describe_record(Id=record["RecordId"])  # noqa: E731
    cloud.settled(lambda: described()["RecordDetail"]["Status"])
    return described()


def test_stack_is_made_in_the_spoke_and_not_in_the_hub(cloud, offer):
    catalog = cloud.as_role("servicecatalog")
    ended = _end(cloud, catalog, _launch(cloud, offer, catalog))
    outputs = {each["OutputKey"]: each["OutputValue"] for each in ended["RecordOutputs"]}
    assert ended["RecordDetail"]["Status"] == "SUCCEEDED"
    assert outputs["Greeting"] == "hello"
    assert outputs["CloudformationStackARN"].split(":")[4] == cloud.development
    in_hub = cloud.client("cloudformation").list_stacks()["StackSummaries"]
    assert [each for each in in_hub if each["StackName"].startswith("SC-")] == []


def test_update_keeps_previous_values_and_applies_new_ones(cloud, offer):
    catalog = cloud.as_role("servicecatalog")
    named = [{"Key": "SageMakerProjectName", "Value": "kept"}]
    record = _launch(cloud, offer, catalog, ProvisioningParameters=named)
    _end(cloud, catalog, record)
    parameters = [{"Key": "SageMakerProjectName", "UsePreviousValue": True}, {"Key": "Greeting", "Value": "bye"}]
    updated = catalog.update_provisioned_product(
        ProvisionedProductId=record["ProvisionedProductId"], ProvisioningParameters=parameters
    )["RecordDetail"]
    outputs = {each["OutputKey"]: each["OutputValue"] for each in _end(cloud, catalog, updated)["RecordOutputs"]}
    assert (outputs["Project"], outputs["Greeting"]) == ("kept", "bye")


def test_right_that_the_launch_role_lacks_fails_the_launch_by_name(cloud, offer):
    name = cloud.unique("narrow")
    for account in (cloud.hub, cloud.development):
        cloud.role(account, name, "servicecatalog.amazonaws.com", "cloudformation:*", "s3:GetObject")
    _use_role(cloud, offer, name)
    catalog = cloud.as_role("servicecatalog")
    record = _end(cloud, catalog, _launch(cloud, offer, catalog))["RecordDetail"]
    assert record["Status"] == "FAILED"
    assert "sns:CreateTopic" in record["RecordErrors"][0]["Description"]


def test_launch_role_that_the_spoke_lacks_refuses_the_launch(cloud, offer):
    name = cloud.unique("hub-only")
    cloud.role(cloud.hub, name, "servicecatalog.amazonaws.com", "cloudformation:*")
    _use_role(cloud, offer, name)
    catalog = cloud.as_role("servicecatalog")
    wanted = {"ProductId": offer.product, "ProvisioningArtifactId": offer.artifact, "ProvisionedProductName": "x"}
    assert cloud.code_of(catalog.provision_product, **wanted) == "InvalidParametersException"


def test_deprecated_version_takes_updates_but_no_launches(cloud, offer):
    hub, catalog = cloud.client("servicecatalog"), cloud.as_role("servicecatalog")
    record = _launch(cloud, offer, catalog)
    _end(cloud, catalog, record)
    version = {"ProductId": offer.product, "ProvisioningArtifactId": offer.artifact}
    hub.update_provisioning_artifact(**version, Guidance="DEPRECATED")
    refused = cloud.code_of(catalog.provision_product, **version, ProvisionedProductName=cloud.unique("late"))
    assert refused == "InvalidParametersException"
    update = {
        "ProvisionedProductId": record["ProvisionedProductId"],
        "ProvisioningParameters": [{"Key": "Greeting", "Value": "still"}],
    }
    assert _end(cloud, catalog, catalog.update_provisioned_product(**update)["RecordDetail"])["RecordOutputs"]
    hub.update_provisioning_artifact(**version, Active=False)
    assert cloud.code_of(catalog.update_provisioned_product, **update) == "InvalidParametersException"


def test_terminated_product_is_gone_with_its_stack(cloud, offer):
    catalog = cloud.as_role("servicecatalog")
    record = _launch(cloud, offer, catalog)
    _end(cloud, catalog, record)
    identifier = record["ProvisionedProductId"]
    _end(cloud, catalog, catalog.terminate_provisioned_product(ProvisionedProductId=identifier)["RecordDetail"])
    gone = cloud.code_of(catalog.describe_provisioned_product, Id=identifier)
    stacks = cloud.client("cloudformation", cloud.development).list_stacks()["StackSummaries"]
    status = [each["StackStatus"] for each in stacks if identifier in each["StackName"]]
    assert (gone, status) == ("ResourceNotFoundException", ["DELETE_COMPLETE"])


def test_only_whoever_launched_may_terminate(cloud, offer):
    catalog = cloud.as_role("servicecatalog")
    record = _launch(cloud, offer, catalog)
    _end(cloud, catalog, record)
    other = cloud.as_role("servicecatalog", session="colleague")
    identifier = record["ProvisionedProductId"]
    assert (
        cloud.code_of(other.terminate_provisioned_product, ProvisionedProductId=identifier) == "AccessDeniedException"
    )


def test_constraint_needs_the_association_and_an_existing_role(cloud, offer):
    hub = cloud.client("servicecatalog")
    constraint = {"PortfolioId": offer.portfolio, "ProductId": offer.product, "Type": "LAUNCH"}
    second = cloud.code_of(hub.create_constraint, **constraint, Parameters=json.dumps({"LocalRoleName": "launch"}))
    assert second == "DuplicateResourceException"
    missing = cloud.code_of(hub.create_constraint, **constraint, Parameters=json.dumps({"LocalRoleName": "nobody"}))
    assert missing == "InvalidParametersException"
    used = cloud.code_of(hub.disassociate_product_from_portfolio, PortfolioId=offer.portfolio, ProductId=offer.product)
    assert used == "ResourceInUseException"


def test_template_that_nobody_can_read_makes_no_version(cloud, offer):
    hub = cloud.client("servicecatalog")
    parameters = {"Name": "2.0.0", "Info": {"LoadTemplateFromURL": offer.template_url + ".missing"}}
    refused = cloud.code_of(hub.create_provisioning_artifact, ProductId=offer.product, Parameters=parameters)
    assert refused == "InvalidParametersException"


def _use_role(cloud, offer, name):
    hub = cloud.client("servicecatalog")
    constraints = hub.list_constraints_for_portfolio(PortfolioId=offer.portfolio)["ConstraintDetails"]
    hub.update_constraint(Id=constraints[0]["ConstraintId"], Parameters=json.dumps({"LocalRoleName": name}))
