"""Tag options: the values that a tag may have on what people launch from a portfolio or product."""

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import new_id
from sandbox.api.types import Answer, Request
from sandbox.services.servicecatalog.details import TagOptionDetail, with_members
from sandbox.services.servicecatalog.records import TagOption
from sandbox.services.servicecatalog.refusals import in_use
from sandbox.services.servicecatalog.tables import PORTFOLIOS, PRODUCTS, TAG_OPTIONS


def CreateTagOption(request: Request) -> Answer:
    details = [option.detail for option in TAG_OPTIONS.here().values()]
    if any((detail["Key"], detail["Value"]) == (request["Key"], request["Value"]) for detail in details):
        raise ServiceError("DuplicateResourceException", f"TagOption {request['Key']} exists already.")
    detail: TagOptionDetail = {
        "Id": new_id("tag"),
        "Active": True,
        "Owner": get_account_id(),
        "Key": request["Key"],
        "Value": request["Value"],
    }
    TAG_OPTIONS.here()[detail["Id"]] = TagOption(detail["Id"], detail)
    return {"TagOptionDetail": detail}


def DescribeTagOption(request: Request) -> Answer:
    return {"TagOptionDetail": TAG_OPTIONS.own(request["Id"]).detail}


def UpdateTagOption(request: Request) -> Answer:
    option = TAG_OPTIONS.own(request["Id"])
    option.detail = with_members(option.detail, request, ("Value", "Active"))
    return {"TagOptionDetail": option.detail}


def DeleteTagOption(request: Request) -> None:
    if TAG_OPTIONS.own(request["Id"]).resources:
        raise in_use(f"TagOption {request['Id']} is associated with resources.")
    del TAG_OPTIONS.here()[request["Id"]]


def ListTagOptions(request: Request) -> Answer:
    filters = request.get("Filters", {})
    details = [option.detail for option in TAG_OPTIONS.here().values()]
    return {"TagOptionDetails": [detail for detail in details if filters.items() <= detail.items()]}


def AssociateTagOptionWithResource(request: Request) -> None:
    option, resource = TAG_OPTIONS.own(request["TagOptionId"]), request["ResourceId"]
    (PORTFOLIOS if _is_portfolio(resource) else PRODUCTS).own(resource)
    if resource in option.resources:
        problem = f"TagOption {option.id} is already associated with {resource}."
        raise ServiceError("DuplicateResourceException", problem)
    option.resources.append(resource)


def DisassociateTagOptionFromResource(request: Request) -> None:
    option, resource = TAG_OPTIONS.own(request["TagOptionId"]), request["ResourceId"]
    if resource not in option.resources:
        problem = f"TagOption {option.id} is not associated with {resource}."
        raise ServiceError("ResourceNotFoundException", problem)
    option.resources.remove(resource)


def ListResourcesForTagOption(request: Request) -> Answer:
    resources = TAG_OPTIONS.own(request["TagOptionId"]).resources
    return {"ResourceDetails": [_resource_detail(resource) for resource in resources]}


def options_of(resource: str) -> list[TagOptionDetail]:
    """The options associated with a portfolio or product, of any account."""
    return [option.detail for _, option in TAG_OPTIONS.everywhere() if resource in option.resources]


def _is_portfolio(resource: str) -> bool:
    return resource.startswith("port-")


def _resource_detail(resource: str) -> Answer:
    if _is_portfolio(resource):
        portfolio = PORTFOLIOS.anywhere(resource).detail
        named = {"ARN": portfolio["ARN"], "Name": portfolio["DisplayName"], "CreatedTime": portfolio["CreatedTime"]}
    else:
        product = PRODUCTS.anywhere(resource).detail
        name = product["ProductViewSummary"]["Name"]
        named = {"ARN": product["ProductARN"], "Name": name, "CreatedTime": product["CreatedTime"]}
    return {"Id": resource, **named}
