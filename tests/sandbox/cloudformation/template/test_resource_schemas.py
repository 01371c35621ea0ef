"""What AWS's resource types have, as the sandbox lists it, against the schemas that cfn-lint brings."""

import json
from typing import Any

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from tests.conftest import ROOT

LISTED = ROOT / "sandbox" / "cloudformation" / "template" / "resource_schemas.json"


def listed_of(type_name: str) -> dict[str, Any]:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type_name).schema
    attributes = sorted(".".join(path.split("/")[2:]) for path in schema.get("readOnlyProperties", []))
    return {
        "properties": sorted(set(schema["properties"]) - set(attributes)),
        "attributes": attributes,
        "identifiers": [path.split("/")[-1] for path in schema["primaryIdentifier"]],
    }


def test_each_type_has_the_properties_and_attributes_of_its_schema() -> None:
    listed = json.loads(LISTED.read_text(encoding="utf-8"))
    assert listed == {type_name: listed_of(type_name) for type_name in listed}
