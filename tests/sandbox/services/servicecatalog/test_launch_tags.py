"""The tags of what people launch: tag options limit them."""


def test_a_tag_option_with_several_values_has_to_be_chosen(cloud, launchable_product, scientist):
    hub = cloud.client("servicecatalog")
    key = cloud.unique("cost-centre")
    for value in ("1001", "2002"):
        option = hub.create_tag_option(Key=key, Value=value)["TagOptionDetail"]["Id"]
        hub.associate_tag_option_with_resource(TagOptionId=option, ResourceId=launchable_product.portfolio)
    wanted = {
        **launchable_product.version,
        "ProvisionedProductName": "chosen",
    }
    assert cloud.code_of(scientist.catalog.provision_product, **wanted) == "InvalidParametersException"
    other = [{"Key": key, "Value": "3003"}]
    assert cloud.code_of(scientist.catalog.provision_product, **wanted, Tags=other) == "InvalidParametersException"
    chosen = {"Key": key, "Value": "2002"}
    record = scientist.ended(scientist.launch(launchable_product, Tags=[chosen]))["RecordDetail"]
    assert chosen in record["RecordTags"]
