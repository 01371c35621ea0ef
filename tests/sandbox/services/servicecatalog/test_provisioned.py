"""Provisioned products: who may change them, and how the outputs of their records are listed."""

import json


def test_only_the_user_who_launched_may_terminate(cloud, launchable_product, scientist):
    record = scientist.launch(launchable_product)
    scientist.ended(record)
    other = cloud.as_role("servicecatalog", session="colleague")
    identifier = record["ProvisionedProductId"]
    assert (
        cloud.code_of(other.terminate_provisioned_product, ProvisionedProductId=identifier) == "AccessDeniedException"
    )


def test_the_levels_of_a_launch_are_known_to_records_but_not_to_outputs(cloud, launchable_product):
    """Service Authorization Reference, "Actions defined by AWS Service Catalog"."""
    catalog = cloud.as_role("servicecatalog", _role_for_own_launches(cloud, launchable_product))
    name = cloud.unique("launch")
    record = catalog.provision_product(**launchable_product.version, ProvisionedProductName=name)["RecordDetail"]
    cloud.settled(lambda: catalog.describe_record(Id=record["RecordId"])["RecordDetail"]["Status"])
    found = catalog.describe_provisioned_product(Name=name)["ProvisionedProductDetail"]
    assert found["Id"] == record["ProvisionedProductId"]
    outputs = catalog.get_provisioned_product_outputs
    assert cloud.code_of(outputs, ProvisionedProductName=name) == "AccessDeniedException"


def test_a_role_reads_no_records_of_another_roles_launches(cloud, launchable_product, scientist):
    record = scientist.launch(launchable_product)
    scientist.ended(record)
    other = cloud.as_role("servicecatalog", _role_for_own_launches(cloud, launchable_product))
    assert cloud.code_of(other.describe_record, Id=record["RecordId"]) == "AccessDeniedException"


def test_outputs_come_in_pages_and_in_no_order_of_the_template(cloud, launchable_product, scientist):
    template = {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {f"Output{number:02}": {"Value": str(number)} for number in range(20)},
    }
    record = scientist.launch(_with_template(cloud, launchable_product, template))
    first = scientist.ended(record)
    second = scientist.catalog.describe_record(Id=record["RecordId"], PageToken=first["NextPageToken"])
    found = [output["OutputKey"] for output in (*first["RecordOutputs"], *second["RecordOutputs"])]
    assert len(first["RecordOutputs"]) == 20
    assert "NextPageToken" not in second
    assert sorted(found) == ["CloudformationStackARN", *template["Outputs"]]
    assert found != sorted(found)


def _role_for_own_launches(cloud, launchable_product):
    """A role of the development account that may launch, and read what it launched itself."""
    name, root = cloud.unique("team"), f"arn:aws:iam::{cloud.development}:root"
    role = cloud.role(cloud.development, name, root, "servicecatalog:ProvisionProduct")
    own = {
        "Effect": "Allow",
        "Action": [
            "servicecatalog:DescribeProvisionedProduct",
            "servicecatalog:DescribeRecord",
            "servicecatalog:GetProvisionedProductOutputs",
        ],
        "Resource": "*",
        "Condition": {"StringEquals": {"servicecatalog:roleLevel": "self"}},
    }
    iam = cloud.client("iam", cloud.development)
    iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=cloud.policy(own))
    cloud.client("servicecatalog").associate_principal_with_portfolio(
        PortfolioId=launchable_product.portfolio,
        PrincipalType="IAM_PATTERN",
        PrincipalARN=f"arn:aws:iam:::role/{name}",
    )
    return role


def _with_template(cloud, launchable_product, template):
    storage, bucket = cloud.client("s3"), cloud.unique("templates")
    storage.create_bucket(Bucket=bucket)
    storage.put_object(Bucket=bucket, Key="t.json", Body=json.dumps(template).encode())
    parameters = {
        "Name": "9.0.0",
        "Info": {"LoadTemplateFromURL": f"https://{bucket}.s3.us-east-1.amazonaws.com/t.json"},
    }
    hub = cloud.client("servicecatalog")
    created = hub.create_provisioning_artifact(ProductId=launchable_product.product, Parameters=parameters)
    return launchable_product._replace(artifact=created["ProvisioningArtifactDetail"]["Id"])
