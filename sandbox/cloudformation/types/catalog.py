"""Service Catalog: portfolios, products with all their versions, and what constrains a launch."""

from sandbox.cloudformation.resource import Call, Kind, Setting, tagging

# Tables are read by column.
# fmt: off
_PRODUCT = {"ProductId": "id"}
_BOTH = ("ProductId", "PortfolioId")
_VERSION_KEY = "join('|', [Name || '', Info.LoadTemplateFromURL || ''])"
_SUMMARY = "ProductViewDetail.ProductViewSummary"


def _constraint(kind: str, constraint_type: str, parameters: str, properties: tuple[str, ...]) -> Kind:
    return Kind(
        type=f"AWS::ServiceCatalog::{kind}",
        service="servicecatalog",
        properties=(*_BOTH, "Description", "AcceptLanguage", *properties),
        create=Call("CreateConstraint",
                    {"Type": f"'{constraint_type}'", "Parameters": parameters, "IdempotencyToken": "token"},
                    takes=(*_BOTH, "Description", "AcceptLanguage")),
        update=Call("UpdateConstraint", {"Id": "id", "Parameters": parameters}, takes=("Description",)),
        identifier="result.ConstraintDetail.ConstraintId",
        delete=(Call("DeleteConstraint", {"Id": "id"}),),
        reads=(Call("DescribeConstraint", {"Id": "id"}),),
        create_only=_BOTH,
        unread=frozenset({"AcceptLanguage", "TagUpdateOnProvisionedProduct"}),
    )


KINDS = (
    Kind(
        type="AWS::ServiceCatalog::Portfolio",
        service="servicecatalog",
        properties=("DisplayName", "Description", "ProviderName", "AcceptLanguage", "Tags"),
        create=Call("CreatePortfolio", {"IdempotencyToken": "token"}),
        update=Call("UpdatePortfolio", {"Id": "id"}, takes=("DisplayName", "Description", "ProviderName")),
        identifier="result.PortfolioDetail.Id",
        settings=(tagging({"Id": "id"}, "UpdatePortfolio", "UpdatePortfolio", tags="AddTags", keys="RemoveTags"),),
        delete=(Call("DeletePortfolio", {"Id": "id"}),),
        reads=(Call("DescribePortfolio", {"Id": "id"}),),
        attributes={"PortfolioName": "read.DescribePortfolio.PortfolioDetail.DisplayName"},
        unread=frozenset({"AcceptLanguage"}),
    ),
    Kind(
        type="AWS::ServiceCatalog::CloudFormationProduct",
        service="servicecatalog",
        properties=("Name", "Owner", "Description", "Distributor", "SupportDescription", "SupportEmail", "SupportUrl",
                    "AcceptLanguage", "ProductType", "ProvisioningArtifactParameters", "Tags"),
        create=Call("CreateProduct", {"IdempotencyToken": "token", "ProductType": "'CLOUD_FORMATION_TEMPLATE'",
                                      "ProvisioningArtifactParameters":
                                      "merge({Type: 'CLOUD_FORMATION_TEMPLATE'}, "
                                      "properties.ProvisioningArtifactParameters[0])"}),
        update=Call("UpdateProduct", {"Id": "id"},
                    takes=("Name", "Owner", "Description", "Distributor", "SupportDescription", "SupportEmail",
                           "SupportUrl")),
        identifier=f"result.{_SUMMARY}.ProductId",
        settings=(
            # CloudFormation knows a version by its name and template; one that leaves the list is deleted.
            Setting(("ProvisioningArtifactParameters",),
                    Call("CreateProvisioningArtifact", _PRODUCT | {
                        "IdempotencyToken": "token",
                        "Parameters": "merge({Type: 'CLOUD_FORMATION_TEMPLATE'}, item)"}),
                    Call("DeleteProvisioningArtifact", _PRODUCT | {
                        "ProvisioningArtifactId": "version_id(read.DescribeProductAsAdmin, item.Name)"}),
                    change=Call("UpdateProvisioningArtifact", _PRODUCT | {
                        "Name": "item.Name", "Description": "item.Description",
                        "ProvisioningArtifactId": "version_id(read.DescribeProductAsAdmin, item.Name)"}),
                    each=True, key=_VERSION_KEY, kept_first=True),
            tagging({"Id": "id"}, "UpdateProduct", "UpdateProduct", tags="AddTags", keys="RemoveTags"),
        ),
        delete=(Call("DeleteProduct", {"Id": "id"}),),
        reads=(Call("DescribeProductAsAdmin", {"Id": "id"}),),
        attributes={
            "ProductName": f"read.DescribeProductAsAdmin.{_SUMMARY}.Name",
            "ProvisioningArtifactIds": "join(',', read.DescribeProductAsAdmin.ProvisioningArtifactSummaries[].Id)",
            "ProvisioningArtifactNames": "join(',', read.DescribeProductAsAdmin.ProvisioningArtifactSummaries[].Name)",
        },
        aliases={"description": "shortdescription"},
        # The API never shows a version's template to a listing.
        unread=frozenset({"AcceptLanguage", "ProvisioningArtifactParameters"}),
    ),
    Kind(
        type="AWS::ServiceCatalog::PortfolioProductAssociation",
        service="servicecatalog",
        properties=(*_BOTH, "SourcePortfolioId", "AcceptLanguage"),
        create=Call("AssociateProductWithPortfolio"),
        identifier="join('|', [properties.PortfolioId, properties.ProductId])",
        delete=(Call("DisassociateProductFromPortfolio",
                     {"PortfolioId": "part(id, '0')", "ProductId": "part(id, '1')"}),),
        reads=(Call("ListPortfoliosForProduct", {"ProductId": "part(id, '1')"}),),
        create_only=(*_BOTH, "SourcePortfolioId"),
        unread=frozenset({"ProductId", "AcceptLanguage", "SourcePortfolioId"}),
    ),
    _constraint("LaunchRoleConstraint", "LAUNCH",
                "{RoleArn: properties.RoleArn, LocalRoleName: properties.LocalRoleName} | without_nulls(@)",
                ("RoleArn", "LocalRoleName")),
    _constraint("ResourceUpdateConstraint", "RESOURCE_UPDATE",
                "{Version: '2.0', Properties: {TagUpdateOnProvisionedProduct: "
                "properties.TagUpdateOnProvisionedProduct}}", ("TagUpdateOnProvisionedProduct",)),
    Kind(
        type="AWS::ServiceCatalog::TagOption",
        service="servicecatalog",
        properties=("Key", "Value", "Active"),
        create=Call("CreateTagOption", takes=("Key", "Value")),
        identifier="result.TagOptionDetail.Id",
        update=Call("UpdateTagOption", {"Id": "id"}, takes=("Active",)),
        delete=(Call("DeleteTagOption", {"Id": "id"}),),
        reads=(Call("DescribeTagOption", {"Id": "id"}),),
        create_only=("Key", "Value"),
    ),
    Kind(
        type="AWS::ServiceCatalog::TagOptionAssociation",
        service="servicecatalog",
        properties=("ResourceId", "TagOptionId"),
        create=Call("AssociateTagOptionWithResource"),
        identifier="join('|', [properties.TagOptionId, properties.ResourceId])",
        delete=(Call("DisassociateTagOptionFromResource",
                     {"TagOptionId": "part(id, '0')", "ResourceId": "part(id, '1')"}),),
        reads=(Call("ListResourcesForTagOption", {"TagOptionId": "part(id, '0')"}),),
        create_only=("ResourceId", "TagOptionId"),
        unread=frozenset({"TagOptionId"}),
    ),
)
