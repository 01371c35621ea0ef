"""What AWS answers: pages of results, key-value lists, errors."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

Answer = Mapping[str, Any]
"""An answer, or an object in it, of a call that has no type of its own here."""


def pages(call: Callable[..., Any], **parameters: Any) -> Iterator[Any]:
    """The answers of a call of Service Catalog, page by page: boto3 has paginators for some of its calls only."""
    token: dict[str, str] = {}
    while True:
        page = call(**parameters, **token)
        yield page
        if not page.get("NextPageToken"):
            return
        token = {"PageToken": page["NextPageToken"]}


def parameter_values(parameters: Iterable[Answer]) -> dict[str, str]:
    """CloudFormation's list of parameters as values by key."""
    return {item.get("ParameterKey", ""): item.get("ParameterValue", "") for item in parameters}


def parameter_list(values: Mapping[str, str]) -> list[Any]:
    """Values by key as CloudFormation's list of parameters."""
    return [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]


def tag_list(tags: Mapping[str, str]) -> list[Any]:
    """Tags as AWS's list of keys and values."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def error_code(error: ClientError) -> str:
    """AWS's name of the error, for example `AccessDenied`."""
    return error.response.get("Error", {}).get("Code", "")


def error_message(error: ClientError) -> str:
    """AWS's own sentence about the error."""
    return error.response.get("Error", {}).get("Message", "")
