"""What is known of a resource while it is provisioned, and the expressions by which the tables look it up."""

import io
import json
import zipfile
from typing import Any, NotRequired, TypedDict

import jmespath
from jmespath import functions

Properties = dict[str, Any]


class Facts(TypedDict):
    """What is known of one resource while it is provisioned; the tables' JMESPath expressions are evaluated over it.

    `result` is the answer of the last call that created or changed the resource, `read` has the answer of each read
    by its operation, `item` is the element that a call per element is about.
    """

    logical_id: str
    properties: Properties
    result: dict[str, Any]
    read: dict[str, dict[str, Any]]
    account: str
    region: str
    token: str
    id: NotRequired[str]
    item: NotRequired[Any]


class _Functions(functions.Functions):
    @functions.signature({"types": ["string", "null"]})
    def _func_name_of(self, arn: str | None) -> str | None:
        """The last part of an ARN: what most APIs take as a name."""
        return arn and arn.rpartition("/")[2]

    @functions.signature({"types": ["string", "null"]}, {"types": ["string"]})
    def _func_part(self, text: str | None, index: str) -> str | None:
        """A part of an identifier that is joined with bars."""
        return text and text.split("|")[int(index)]

    @functions.signature({"types": ["object", "null"]}, {"types": ["string"]})
    def _func_version_id(self, product: Properties | None, name: str) -> str | None:
        """The id of a product's version of that name."""
        versions = (product or {}).get("ProvisioningArtifactSummaries", [])
        return next((version["Id"] for version in versions if version["Name"] == name), None)

    @functions.signature({"types": ["string", "null"]}, {"types": ["object"]}, {"types": ["string"]})
    def _func_with_statement(self, policy: str | None, statement: Properties, identifier: str) -> Properties:
        """A policy with one statement added, or replaced under its id."""
        present = json.loads(policy or "{}").get("Statement", [])
        others = [other for other in present if other.get("Sid") != identifier]
        return {"Version": "2012-10-17", "Statement": [*others, {**statement, "Sid": identifier}]}

    @functions.signature({"types": ["object"]})
    def _func_without_nulls(self, members: Properties) -> Properties:
        return {name: value for name, value in members.items() if value is not None}

    @functions.signature({"types": ["string", "null"]})
    def _func_archive(self, text: str | None) -> bytes | None:
        return archive(text) if text else None


def archive(text: str) -> bytes:
    """The archive that CloudFormation makes of a function's inline code."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        file.writestr("index.py", text)
    return content.getvalue()


_OPTIONS = jmespath.Options(custom_functions=_Functions())


def look_up(expression: str, facts: Any) -> Any:
    """Evaluate a JMESPath over the facts of a resource, or over one element of a property."""
    return jmespath.search(expression, facts, options=_OPTIONS)
