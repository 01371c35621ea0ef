"""What the parameter store refuses, by operation; what only secret and advanced parameters have is not emulated.

Systems Manager API reference, PutParameter, and user guide, "Managing parameter tiers"; the sentences are those that
people report: hashicorp/terraform-provider-aws#18521.
"""

from collections.abc import Iterable

from ministack.services import ssm

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Record, Request
from sandbox.engine.rules.ssm import names

_MOST_BYTES, _MOST, _MOST_TAGS = 4096, 10_000, 50
_GUIDE = "https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html"
_DATA_TYPES = ("text", "aws:ec2:image", "aws:ssm:integration")
_FILTERS = {"Name": ("Equals", "BeginsWith", "Contains"), "Type": ("Equals",)}


def PutParameter(request: Request) -> None:
    _refuse_what_is_not_emulated(request)
    names.check(request["Name"])
    _check_value(request["Value"])
    _check_tags(request.get("Tags", []), {})
    existing = ssm._parameters.get(request["Name"])
    if existing is None and len(ssm._parameters) >= _MOST:
        raise _full()
    if existing and request.get("Overwrite") and request.get("Type", existing["Type"]) != existing["Type"]:
        problem = "Parameter Store doesn't support changing a parameter type in a hierarchy."
        raise ServiceError("HierarchyTypeMismatchException", problem)


def GetParameter(request: Request) -> None:
    """An ARN is no name; a version may follow the name."""
    if not request["Name"].startswith("arn:"):
        names.check_symbols(request["Name"].partition(":")[0])


def GetParametersByPath(request: Request) -> None:
    names.check_path(request["Path"])


def DescribeParameters(request: Request) -> None:
    for given in request.get("ParameterFilters", []):
        if given.get("Option", "Equals") not in _FILTERS.get(given["Key"], ()):
            kind = f"{given['Key']} {given.get('Option', 'Equals')}"
            raise not_emulated(f"the filter {kind} of ssm:DescribeParameters")


def AddTagsToResource(request: Request) -> None:
    _check_tags(request["Tags"], ssm._tags.get(_tagged(request)) or {})


def RemoveTagsFromResource(request: Request) -> None:
    _tagged(request)


def ListTagsForResource(request: Request) -> None:
    _tagged(request)


def _refuse_what_is_not_emulated(request: Request) -> None:
    if request.get("Type") == "SecureString" or request.get("Tier", "Standard") != "Standard":
        kind = "Type SecureString" if request.get("Type") == "SecureString" else f"Tier {request['Tier']}"
        raise not_emulated(f"{kind} of ssm:PutParameter")
    data_type = request.get("DataType", "text")
    if data_type not in _DATA_TYPES:
        problem = f"The following data type is not supported: {data_type} (Data type names are all lowercase.)"
        raise ServiceError("ValidationException", problem)
    if data_type != "text":
        raise not_emulated(f"DataType {data_type} of ssm:PutParameter")


def _full() -> ServiceError:
    problem = f"You have reached the maximum number of standard parameters for this AWS account and Region ({_MOST}). "
    ways = "either delete existing parameters or upgrade to the advanced-parameter tier (charges apply)."
    return ServiceError("ParameterLimitExceeded", f"{problem}To add more parameters, {ways}")


def _check_value(value: str) -> None:
    if not value:
        problem = (
            "Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1."
        )
        raise ServiceError("ValidationException", f"1 validation error detected: {problem}")
    if len(value.encode()) > _MOST_BYTES:
        problem = f"Standard tier parameters support a maximum parameter value of {_MOST_BYTES} characters."
        upgrade = "To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier."
        raise ServiceError("ValidationException", f"{problem} {upgrade} For more information, see {_GUIDE}")
    if "{{" in value and "}}" in value:
        problem = 'Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.'
        raise ServiceError("ValidationException", problem)


def _tagged(request: Request) -> str:
    """The ARN of the parameter whose tags a request is about."""
    kind, name = request["ResourceType"], request["ResourceId"]
    if kind != "Parameter":
        raise not_emulated(f"ResourceType {kind} of the tags of ssm")
    if ssm._lookup_parameter(name, flexible_name=True)[1] is None:
        problem = f'The resource ID "{name}" is not valid. Verify that you entered the correct ID and try again.'
        raise ServiceError("InvalidResourceId", problem)
    return ssm._parameter_tag_arn(kind, name) or ""


def _check_tags(tags: Iterable[Record], existing: dict[str, str]) -> None:
    """API reference, AddTagsToResource: 50 tags for a resource, none of which begins with `aws:`."""
    given = [tag["Key"] for tag in tags]
    if any(name.lower().startswith("aws:") for name in given):
        raise ServiceError("ValidationException", "Tag keys beginning with aws: are reserved.")
    if len({*given, *existing}) > _MOST_TAGS:
        raise ServiceError("TooManyTagsError", "")
