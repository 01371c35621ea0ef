"""SageMaker projects: a launch under the data scientist's own permissions, shown as a project."""


def _project(cloud, launchable_product, **extra):
    studio, name = cloud.as_role("sagemaker"), cloud.unique("demo")
    details = launchable_product.version
    made = studio.create_project(ProjectName=name, ServiceCatalogProvisioningDetails=details, **extra)
    return name, made["ProjectId"]


def _status(cloud, name):
    studio = cloud.as_role("sagemaker")
    return cloud.settled(lambda: studio.describe_project(ProjectName=name)["ProjectStatus"])


def test_project_fills_in_its_name_and_tags_its_stack(cloud, launchable_product):
    name, identifier = _project(cloud, launchable_product)
    assert _status(cloud, name) == "CreateCompleted"
    product = cloud.as_role("sagemaker").describe_project(ProjectName=name)["ServiceCatalogProvisionedProductDetails"]
    stack = cloud.client("cloudformation", cloud.development).describe_stacks(
        StackName=f"SC-{cloud.development}-{product['ProvisionedProductId']}"
    )["Stacks"][0]
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    tags = {tag["Key"]: tag["Value"] for tag in stack["Tags"]}
    assert outputs["Project"] == name
    assert (tags["sagemaker:project-name"], tags["sagemaker:project-id"]) == (name, identifier)


def test_project_moves_to_a_new_version(cloud, launchable_product):
    name, _ = _project(cloud, launchable_product)
    _status(cloud, name)
    parameters = {"Name": "2.0.0", "Info": {"LoadTemplateFromURL": launchable_product.template_url}}
    created = cloud.client("servicecatalog").create_provisioning_artifact(
        ProductId=launchable_product.product, Parameters=parameters
    )
    newer = created["ProvisioningArtifactDetail"]["Id"]
    studio = cloud.as_role("sagemaker")
    studio.update_project(ProjectName=name, ServiceCatalogProvisioningUpdateDetails={"ProvisioningArtifactId": newer})
    assert _status(cloud, name) == "UpdateCompleted"
    described = studio.describe_project(ProjectName=name)["ServiceCatalogProvisioningDetails"]
    assert described["ProvisioningArtifactId"] == newer


def _user_profile(cloud, name):
    return {
        "Key": "sagemaker:user-profile-arn",
        "Value": f"arn:aws:sagemaker:us-east-1:{cloud.development}:user-profile/d-0123456789ab/{name}",
    }


def test_studio_names_the_path_and_says_in_a_tag_who_asks(cloud, launchable_product):
    """AWS's own samples show such a request (aws-samples/sagemaker-studio-emr, issue 42)."""
    studio, name = cloud.as_role("sagemaker"), cloud.unique("studio")
    (path,) = cloud.as_role("servicecatalog").list_launch_paths(ProductId=launchable_product.product)[
        "LaunchPathSummaries"
    ]
    details = {
        "ProductId": launchable_product.product,
        "ProvisioningArtifactId": launchable_product.artifact,
        "PathId": path["Id"],
    }
    ada, grace = (_user_profile(cloud, person) for person in ("ada", "grace"))
    studio.create_project(ProjectName=name, ServiceCatalogProvisioningDetails=details, Tags=[ada])
    assert _status(cloud, name) == "CreateCompleted"
    hub = cloud.client("servicecatalog")
    pair = {"PortfolioId": launchable_product.portfolio, "ProductId": launchable_product.product}
    update = {"ProjectName": name, "Tags": [grace]}
    assert cloud.code_of(studio.update_project, **update) == "ValidationException"
    allowed = '{"Version": "2.0", "Properties": {"TagUpdateOnProvisionedProduct": "ALLOWED"}}'
    hub.create_constraint(**pair, Type="RESOURCE_UPDATE", Parameters=allowed)
    studio.update_project(**update)
    assert _status(cloud, name) == "UpdateCompleted"
    product = studio.describe_project(ProjectName=name)["ServiceCatalogProvisionedProductDetails"]
    stack = f"SC-{cloud.development}-{product['ProvisionedProductId']}"
    (described,) = cloud.client("cloudformation", cloud.development).describe_stacks(StackName=stack)["Stacks"]
    assert grace in described["Tags"]
    assert ada not in described["Tags"]


def test_a_project_with_two_launch_paths_cannot_be_updated(cloud, launchable_product, make_launchable_product):
    """UpdateProject takes no path (API reference)."""
    name, _ = _project(cloud, launchable_product)
    _status(cloud, name)
    other = make_launchable_product()
    hub = cloud.client("servicecatalog")
    hub.associate_product_with_portfolio(PortfolioId=other.portfolio, ProductId=launchable_product.product)
    update = {"ProvisioningArtifactId": launchable_product.artifact}
    studio = cloud.as_role("sagemaker")
    refused = cloud.code_of(studio.update_project, ProjectName=name, ServiceCatalogProvisioningUpdateDetails=update)
    assert refused == "ValidationException"
    hub.disassociate_product_from_portfolio(PortfolioId=other.portfolio, ProductId=launchable_product.product)


def test_deleted_project_frees_its_name(cloud, launchable_product):
    name, _ = _project(cloud, launchable_product)
    _status(cloud, name)
    studio = cloud.as_role("sagemaker")
    studio.delete_project(ProjectName=name)
    assert _status(cloud, name) == "DeleteCompleted"
    details = launchable_product.version
    assert studio.create_project(ProjectName=name, ServiceCatalogProvisioningDetails=details)["ProjectId"]


def test_project_of_a_product_that_is_not_shared_is_refused(cloud):
    studio, details = cloud.as_role("sagemaker"), {"ProductId": "prod-0000000000000", "ProvisioningArtifactId": "pa-1"}
    refused = cloud.code_of(studio.create_project, ProjectName="nothing", ServiceCatalogProvisioningDetails=details)
    assert refused == "ValidationException"


def test_name_that_breaks_the_pattern_is_refused_with_the_pattern(cloud, launchable_product):
    studio = cloud.as_role("sagemaker")
    details = launchable_product.version
    wanted = {"ProjectName": "two words", "ServiceCatalogProvisioningDetails": details}
    assert cloud.code_of(studio.create_project, **wanted) == "ValidationException"


def test_project_needs_the_portfolio_to_be_enabled(cloud, launchable_product):
    production = cloud.client("sagemaker", "444444444444")
    details = launchable_product.version
    wanted = {"ProjectName": "early", "ServiceCatalogProvisioningDetails": details}
    assert cloud.code_of(production.create_project, **wanted) == "ValidationException"
    assert production.get_sagemaker_servicecatalog_portfolio_status()["Status"] == "Disabled"
