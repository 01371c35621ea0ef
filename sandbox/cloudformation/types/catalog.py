"""Service Catalog: portfolios, products with all their versions, and what constrains a launch."""

from sandbox.cloudformation.resources.resource_type import ApiCall, ResourceType, Setting, tagging

# Tables are read by column.
# fmt: off
_PRODUCT = {"ProductId": "id"}
_BOTH = ("ProductId", "PortfolioId")
_VERSION_KEY = "join('|', [Name || '', Info.LoadTemplateFromURL || ''])"
_SUMMARY = "ProductViewDetail.ProductViewSummary"


def _constraint(noun: str, constraint_type: str, parameters: str, properties: tuple[str, ...]) -> ResourceType:
    return ResourceType(
        type=f"AWS::ServiceCatalog::{noun}",
        service="servicecatalog",
        properties=(*_BOTH, "Description", "AcceptLanguage", *properties),
        create=ApiCall("CreateConstraint",
                       {"Type": f"'{constraint_type}'", "Parameters": parameters, "IdempotencyToken": "token"},
                       takes=(*_BOTH, "Description", "AcceptLanguage")),
        update=ApiCall("UpdateConstraint", {"Id": "id", "Parameters": parameters}, takes=("Description",)),
        identifier="result.ConstraintDetail.ConstraintId",
        delete=(ApiCall("DeleteConstraint", {"Id": "id"}),),
        reads=(ApiCall("DescribeConstraint", {"Id": "id"}),),
        create_only=_BOTH,
        unread=frozenset({"AcceptLanguage", "TagUpdateOnProvisionedProduct"}),
    )


RESOURCE_TYPES = (
    ResourceType(
        type="AWS::ServiceCatalog::Portfolio",
        service="servicecatalog",
        properties=("DisplayName", "Description", "ProviderName", "AcceptLanguage", "Tags"),
        create=ApiCall("CreatePortfolio", {"IdempotencyToken": "token"}),
        update=ApiCall("UpdatePortfolio", {"Id": "id"}, takes=("DisplayName", "Description", "ProviderName")),
        identifier="result.PortfolioDetail.Id",
        settings=(tagging({"Id": "id"}, "UpdatePortfolio", "UpdatePortfolio", tags="AddTags", keys="RemoveTags"),),
        delete=(ApiCall("DeletePortfolio", {"Id": "id"}),),
        reads=(ApiCall("DescribePortfolio", {"Id": "id"}),),
        attributes={"PortfolioName": "read.DescribePortfolio.PortfolioDetail.DisplayName"},
        unread=frozenset({"AcceptLanguage"}),
    ),
    ResourceType(
        type="AWS::ServiceCatalog::CloudFormationProduct",
        service="servicecatalog",
        properties=("Name", "Owner", "Description", "Distributor", "SupportDescription", "SupportEmail", "SupportUrl",
                    "AcceptLanguage", "ProductType", "ProvisioningArtifactParameters", "Tags"),
        create=ApiCall("CreateProduct", {"IdempotencyToken": "token", "ProductType": "'CLOUD_FORMATION_TEMPLATE'",
                                         "ProvisioningArtifactParameters":
                                         "merge({Type: 'CLOUD_FORMATION_TEMPLATE'}, "
                                         "properties.ProvisioningArtifactParameters[0])"}),
        update=ApiCall("UpdateProduct", {"Id": "id"},
                       takes=("Name", "Owner", "Description", "Distributor", "SupportDescription", "SupportEmail",
                              "SupportUrl")),
        identifier=f"result.{_SUMMARY}.ProductId",
        settings=(
            # CloudFormation knows a version by its name and template; one that leaves the list is deleted.
            Setting(("ProvisioningArtifactParameters",),
                    ApiCall("CreateProvisioningArtifact", _PRODUCT | {
                        "IdempotencyToken": "token",
                        "Parameters": "merge({Type: 'CLOUD_FORMATION_TEMPLATE'}, item)"}),
                    ApiCall("DeleteProvisioningArtifact", _PRODUCT | {
                        "ProvisioningArtifactId": "version_id(read.DescribeProductAsAdmin, item.Name)"}),
                    change=ApiCall("UpdateProvisioningArtifact", _PRODUCT | {
                        "Name": "item.Name", "Description": "item.Description",
                        "ProvisioningArtifactId": "version_id(read.DescribeProductAsAdmin, item.Name)"}),
                    per_element=True, key=_VERSION_KEY, first_at_create=True),
            tagging({"Id": "id"}, "UpdateProduct", "UpdateProduct", tags="AddTags", keys="RemoveTags"),
        ),
        delete=(ApiCall("DeleteProduct", {"Id": "id"}),),
        reads=(ApiCall("DescribeProductAsAdmin", {"Id": "id"}),),
        attributes={
            "ProductName": f"read.DescribeProductAsAdmin.{_SUMMARY}.Name",
            "ProvisioningArtifactIds": "join(',', read.DescribeProductAsAdmin.ProvisioningArtifactSummaries[].Id)",
            "ProvisioningArtifactNames": "join(',', read.DescribeProductAsAdmin.ProvisioningArtifactSummaries[].Name)",
        },
        aliases={"description": "shortdescription"},
        # The API never shows a version's template to a listing.
        unread=frozenset({"AcceptLanguage", "ProvisioningArtifactParameters"}),
    ),
    ResourceType(
        type="AWS::ServiceCatalog::PortfolioProductAssociation",
        service="servicecatalog",
        properties=(*_BOTH, "SourcePortfolioId", "AcceptLanguage"),
        create=ApiCall("AssociateProductWithPortfolio"),
        identifier="join('|', [properties.PortfolioId, properties.ProductId])",
        delete=(ApiCall("DisassociateProductFromPortfolio",
                        {"PortfolioId": "part(id, '0')", "ProductId": "part(id, '1')"}),),
        reads=(ApiCall("ListPortfoliosForProduct", {"ProductId": "part(id, '1')"}),),
        create_only=(*_BOTH, "SourcePortfolioId"),
        unread=frozenset({"ProductId", "AcceptLanguage", "SourcePortfolioId"}),
    ),
    _constraint("LaunchRoleConstraint", "LAUNCH",
                "{RoleArn: properties.RoleArn, LocalRoleName: properties.LocalRoleName} | without_nulls(@)",
                ("RoleArn", "LocalRoleName")),
    _constraint("ResourceUpdateConstraint", "RESOURCE_UPDATE",
                "{Version: '2.0', Properties: {TagUpdateOnProvisionedProduct: "
                "properties.TagUpdateOnProvisionedProduct}}", ("TagUpdateOnProvisionedProduct",)),
    ResourceType(
        type="AWS::ServiceCatalog::TagOption",
        service="servicecatalog",
        properties=("Key", "Value", "Active"),
        create=ApiCall("CreateTagOption", takes=("Key", "Value")),
        identifier="result.TagOptionDetail.Id",
        update=ApiCall("UpdateTagOption", {"Id": "id"}, takes=("Active",)),
        delete=(ApiCall("DeleteTagOption", {"Id": "id"}),),
        reads=(ApiCall("DescribeTagOption", {"Id": "id"}),),
        create_only=("Key", "Value"),
    ),
    ResourceType(
        type="AWS::ServiceCatalog::TagOptionAssociation",
        service="servicecatalog",
        properties=("ResourceId", "TagOptionId"),
        create=ApiCall("AssociateTagOptionWithResource"),
        identifier="join('|', [properties.TagOptionId, properties.ResourceId])",
        delete=(ApiCall("DisassociateTagOptionFromResource",
                        {"TagOptionId": "part(id, '0')", "ResourceId": "part(id, '1')"}),),
        reads=(ApiCall("ListResourcesForTagOption", {"TagOptionId": "part(id, '0')"}),),
        create_only=("ResourceId", "TagOptionId"),
        unread=frozenset({"TagOptionId"}),
    ),
)
