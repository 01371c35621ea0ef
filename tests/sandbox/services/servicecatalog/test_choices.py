"""What a launch has to choose and to page through: paths, values of tags, outputs."""

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


def test_product_behind_two_portfolios_needs_a_path(cloud, offer, make_offer):
    hub, catalog, other = cloud.client("servicecatalog"), cloud.as_role("servicecatalog"), make_offer()
    hub.associate_product_with_portfolio(PortfolioId=other.portfolio, ProductId=offer.product)
    wanted = {
        "ProductId": offer.product,
        "ProvisioningArtifactId": offer.artifact,
        "ProvisionedProductName": cloud.unique("path"),
    }
    assert cloud.code_of(catalog.provision_product, **wanted) == "InvalidParametersException"
    paths = {each["Id"] for each in catalog.list_launch_paths(ProductId=offer.product)["LaunchPathSummaries"]}
    assert len(paths) == 2
    hub.disassociate_product_from_portfolio(PortfolioId=other.portfolio, ProductId=offer.product)


def test_an_update_needs_a_path_when_there_are_two_now(cloud, offer, make_offer):
    hub, catalog, other = cloud.client("servicecatalog"), cloud.as_role("servicecatalog"), make_offer()
    record = _launch(cloud, offer, catalog)
    _end(cloud, catalog, record)
    hub.associate_product_with_portfolio(PortfolioId=other.portfolio, ProductId=offer.product)
    wanted = {"ProvisionedProductId": record["ProvisionedProductId"]}
    assert cloud.code_of(catalog.update_provisioned_product, **wanted) == "InvalidParametersException"
    updated = catalog.update_provisioned_product(**wanted, PathId=record["PathId"])["RecordDetail"]
    assert _end(cloud, catalog, updated)["RecordDetail"]["Status"] == "SUCCEEDED"
    hub.disassociate_product_from_portfolio(PortfolioId=other.portfolio, ProductId=offer.product)


def test_a_tag_option_with_several_values_has_to_be_chosen(cloud, offer):
    hub, catalog = cloud.client("servicecatalog"), cloud.as_role("servicecatalog")
    key = cloud.unique("cost-centre")
    for value in ("1001", "2002"):
        option = hub.create_tag_option(Key=key, Value=value)["TagOptionDetail"]["Id"]
        hub.associate_tag_option_with_resource(TagOptionId=option, ResourceId=offer.portfolio)
    wanted = {"ProductId": offer.product, "ProvisioningArtifactId": offer.artifact, "ProvisionedProductName": "chosen"}
    assert cloud.code_of(catalog.provision_product, **wanted) == "InvalidParametersException"
    other = [{"Key": key, "Value": "3003"}]
    assert cloud.code_of(catalog.provision_product, **wanted, Tags=other) == "InvalidParametersException"
    chosen = {"Key": key, "Value": "2002"}
    record = _end(cloud, catalog, _launch(cloud, offer, catalog, Tags=[chosen]))["RecordDetail"]
    assert chosen in record["RecordTags"]


def test_outputs_come_in_pages_and_in_no_order_of_the_template(cloud, offer):
    catalog = cloud.as_role("servicecatalog")
    template = {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {f"Output{number:02}": {"Value": str(number)} for number in range(20)},
    }
    record = _launch(cloud, _with_template(cloud, offer, template), catalog)
    first = _end(cloud, catalog, record)
    second = catalog.describe_record(Id=record["RecordId"], PageToken=first["NextPageToken"])
    found = [each["OutputKey"] for each in (*first["RecordOutputs"], *second["RecordOutputs"])]
    assert len(first["RecordOutputs"]) == 20
    assert "NextPageToken" not in second
    assert sorted(found) == ["CloudformationStackARN", *template["Outputs"]]
    assert found != sorted(found)


def _with_template(cloud, offer, template):
    storage, bucket = cloud.client("s3"), cloud.unique("templates")
    storage.create_bucket(Bucket=bucket)
    storage.put_object(Bucket=bucket, Key="t.json", Body=json.dumps(template).encode())
    parameters = {
        "Name": "9.0.0",
        "Info": {"LoadTemplateFromURL": f"https://{bucket}.s3.us-east-1.amazonaws.com/t.json"},
    }
    hub = cloud.client("servicecatalog")
    created = hub.create_provisioning_artifact(ProductId=offer.product, Parameters=parameters)
    return offer._replace(artifact=created["ProvisioningArtifactDetail"]["Id"])
