"""Provisioning artifacts: which templates become one."""


def test_template_that_does_not_exist_makes_no_version(cloud, launchable_product):
    hub = cloud.client("servicecatalog")
    parameters = {"Name": "2.0.0", "Info": {"LoadTemplateFromURL": launchable_product.template_url + ".missing"}}
    refused = cloud.code_of(
        hub.create_provisioning_artifact, ProductId=launchable_product.product, Parameters=parameters
    )
    assert refused == "InvalidParametersException"


def test_deprecated_version_takes_updates_but_no_launches(cloud, launchable_product, scientist):
    hub = cloud.client("servicecatalog")
    record = scientist.launch(launchable_product)
    scientist.ended(record)
    version = launchable_product.version
    hub.update_provisioning_artifact(**version, Guidance="DEPRECATED")
    refused = cloud.code_of(scientist.catalog.provision_product, **version, ProvisionedProductName=cloud.unique("late"))
    assert refused == "InvalidParametersException"
    update = {
        "ProvisionedProductId": record["ProvisionedProductId"],
        "ProvisioningParameters": [{"Key": "Greeting", "Value": "still"}],
    }
    assert scientist.ended(scientist.catalog.update_provisioned_product(**update)["RecordDetail"])["RecordOutputs"]
    hub.update_provisioning_artifact(**version, Active=False)
    assert cloud.code_of(scientist.catalog.update_provisioned_product, **update) == "InvalidParametersException"


def test_inactive_version_is_refused_and_leaves_the_name_free(cloud, launchable_product, scientist):
    hub, named = cloud.client("servicecatalog"), {"ProvisionedProductName": cloud.unique("inactive")}
    hub.update_provisioning_artifact(**launchable_product.version, Active=False)
    refused = cloud.code_of(scientist.catalog.provision_product, **launchable_product.version, **named)
    hub.update_provisioning_artifact(**launchable_product.version, Active=True)
    record = scientist.catalog.provision_product(**launchable_product.version, **named)["RecordDetail"]
    assert refused == "InvalidParametersException"
    assert scientist.ended(record)["RecordDetail"]["Status"] == "SUCCEEDED"
