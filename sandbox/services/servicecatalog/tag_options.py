"""Tag options: the values that a tag may have on what people launch from a portfolio or product."""

from typing import Any

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import new_id
from sandbox.services.servicecatalog.records import STORE, anywhere, in_use, own

Request = dict[str, Any]


def CreateTagOption(request: Request) -> Request:
    same = (option["detail"] for option in STORE.here("tag_options").values())
    if any((each["Key"], each["Value"]) == (request["Key"], request["Value"]) for each in same):
        raise ServiceError("DuplicateResourceException", f"TagOption {request['Key']} exists already.")
    identifier = new_id("tag")
    detail = {"Id": identifier, "Active": True, "Owner": get_account_id(), "Key": request["Key"]}
    detail["Value"] = request["Value"]
    STORE.here("tag_options")[identifier] = {"id": identifier, "detail": detail, "resources": []}
    return {"TagOptionDetail": detail}


def DescribeTagOption(request: Request) -> Request:
    return {"TagOptionDetail": own("tag_options", request["Id"])["detail"]}


def UpdateTagOption(request: Request) -> Request:
    detail = own("tag_options", request["Id"])["detail"]
    detail |= {name: request[name] for name in ("Value", "Active") if name in request}
    return {"TagOptionDetail": detail}


def DeleteTagOption(request: Request) -> None:
    if own("tag_options", request["Id"])["resources"]:
        raise in_use(f"TagOption {request['Id']} is associated with resources.")
    del STORE.here("tag_options")[request["Id"]]


def ListTagOptions(request: Request) -> Request:
    wanted = request.get("Filters", {})
    details = [option["detail"] for option in STORE.here("tag_options").values()]
    return {"TagOptionDetails": [each for each in details if wanted.items() <= each.items()]}


def AssociateTagOptionWithResource(request: Request) -> None:
    resources = own("tag_options", request["TagOptionId"])["resources"]
    own("portfolios" if request["ResourceId"].startswith("port-") else "products", request["ResourceId"])
    if request["ResourceId"] in resources:
        problem = f"TagOption {request['TagOptionId']} is already associated with {request['ResourceId']}."
        raise ServiceError("DuplicateResourceException", problem)
    resources.append(request["ResourceId"])


def DisassociateTagOptionFromResource(request: Request) -> None:
    resources = own("tag_options", request["TagOptionId"])["resources"]
    if request["ResourceId"] not in resources:
        problem = f"TagOption {request['TagOptionId']} is not associated with {request['ResourceId']}."
        raise ServiceError("ResourceNotFoundException", problem)
    resources.remove(request["ResourceId"])


def ListResourcesForTagOption(request: Request) -> Request:
    resources = own("tag_options", request["TagOptionId"])["resources"]
    found = [anywhere("portfolios" if each.startswith("port-") else "products", each)["detail"] for each in resources]
    return {
        "ResourceDetails": [
            {
                "Id": detail.get("Id") or detail["ProductViewSummary"]["ProductId"],
                "ARN": detail.get("ARN") or detail["ProductARN"],
                "Name": detail.get("DisplayName") or detail["ProductViewSummary"]["Name"],
                "CreatedTime": detail["CreatedTime"],
            }
            for detail in found
        ]
    }


def options_of(resource: str) -> list[Request]:
    """The options associated with a portfolio or product, whoever owns it."""
    return [option["detail"] for _, option in STORE.everywhere("tag_options") if resource in option["resources"]]
