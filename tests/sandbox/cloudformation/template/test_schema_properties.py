"""The list of properties that AWS's resource types have, against the schemas that cfn-lint brings."""

import json
from pathlib import Path

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from tests.conftest import ROOT

LISTED = ROOT / "sandbox" / "cloudformation" / "template" / "schema_properties.json"


def schema_properties(type_name: str) -> list[str]:
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", type_name).schema
    read_only = {Path(path).parts[2] for path in schema.get("readOnlyProperties", []) if path.count("/") == 2}
    return sorted(set(schema["properties"]) - read_only)


def test_the_properties_of_each_type_are_those_of_its_schema() -> None:
    listed = json.loads(LISTED.read_text(encoding="utf-8"))
    assert listed == {type_name: schema_properties(type_name) for type_name in listed}
