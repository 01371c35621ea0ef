"""Parameters have the names, sizes and types of the standard tier."""

from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import code, refusal

SYMBOLS = "each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_"


@pytest.fixture
def ssm(sandbox: Sandbox) -> Any:
    return sandbox.client("ssm")


def put(ssm: Any, name: str, value: str = "v", **more: Any) -> Any:
    return ssm.put_parameter(**{"Name": name, "Value": value, "Type": "String", **more})


@pytest.mark.parametrize("name", ["/with blank", "/a//b", "/a/", "/ä", "/a:b"])
def test_a_name_has_letters_numbers_and_three_symbols(ssm: Any, name: str) -> None:
    problem = refusal(ssm.put_parameter, Name=name, Value="v", Type="String")
    assert problem[0] == "ValidationException"
    assert problem[1].endswith(SYMBOLS)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("a/b", "ValidationException"),
        ("/ssm-mine", "ValidationException"),
        ("/aws/mine", "AccessDeniedException"),
        ("/" + "a" * 966, None),
        ("/" + "a" * 967, "ValidationException"),
        ("/a" * 15, None),
        ("/a" * 16, "HierarchyLevelLimitExceededException"),
    ],
)
def test_a_name_is_a_path_of_fifteen_levels_in_1011_characters(ssm: Any, name: str, problem: str | None) -> None:
    given = {"Name": name, "Value": "v", "Type": "String"}
    assert (code(ssm.put_parameter, **given) if problem else put(ssm, name) and None) == problem


def test_a_value_has_four_kilobytes(ssm: Any) -> None:
    put(ssm, "/size/full", "x" * 4096)
    problem = refusal(ssm.put_parameter, Name="/size/over", Value="x" * 4097, Type="String")
    assert problem[0] == "ValidationException"
    assert problem[1].startswith("Standard tier parameters support a maximum parameter value of 4096 characters.")


@pytest.mark.parametrize("value", ["", "{{resolve:ssm:/other}}"])
def test_an_empty_or_nested_value_is_refused(ssm: Any, value: str) -> None:
    assert code(ssm.put_parameter, Name="/value", Value=value, Type="String") == "ValidationException"


def test_a_parameter_keeps_its_type_and_counts_its_versions(ssm: Any) -> None:
    assert put(ssm, "/versions")["Version"] == 1
    assert code(ssm.put_parameter, Name="/versions", Value="w", Type="String") == "ParameterAlreadyExists"
    changed = {"Name": "/versions", "Value": "a,b", "Type": "StringList", "Overwrite": True}
    assert code(ssm.put_parameter, **changed) == "HierarchyTypeMismatchException"
    assert ssm.put_parameter(Name="/versions", Value="w", Overwrite=True)["Version"] == 2
    assert ssm.get_parameter(Name="/versions:1")["Parameter"]["Value"] == "v"
    assert code(ssm.get_parameter, Name="/versions:3") == "ParameterVersionNotFound"


def test_a_hundred_versions_are_kept(ssm: Any) -> None:
    for number in range(101):
        put(ssm, "/many-versions", str(number), Overwrite=True)
    pages = ssm.get_paginator("get_parameter_history").paginate(Name="/many-versions")
    versions = [kept["Version"] for page in pages for kept in page["Parameters"]]
    assert versions == list(range(2, 102))


def test_a_missing_parameter_is_refused_without_a_sentence(ssm: Any) -> None:
    assert refusal(ssm.get_parameter, Name="/missing") == ("ParameterNotFound", "")
    assert refusal(ssm.delete_parameter, Name="/missing") == ("ParameterNotFound", "")
    assert refusal(ssm.get_parameter, Name="{missing}")[1].endswith(SYMBOLS)


def test_a_parameter_is_described_with_who_changed_it(ssm: Any, sandbox: Sandbox) -> None:
    put(ssm, "/described")
    filters = [{"Key": "Name", "Option": "Equals", "Values": ["/described"]}]
    found = ssm.describe_parameters(ParameterFilters=filters)["Parameters"][0]
    assert (found["Tier"], found["Policies"], found["DataType"]) == ("Standard", [], "text")
    assert found["LastModifiedUser"] == f"arn:aws:iam::{sandbox.development}:root"
    assert not {"Description", "AllowedPattern", "KeyId"} & found.keys()


def test_a_path_begins_with_a_slash(ssm: Any) -> None:
    put(ssm, "/path/one/two")
    assert ssm.get_parameters_by_path(Path="/path")["Parameters"] == []
    deep = ssm.get_parameters_by_path(Path="/path", Recursive=True)["Parameters"]
    assert [parameter["Name"] for parameter in deep] == ["/path/one/two"]
    assert code(ssm.get_parameters_by_path, Path="path") == "ValidationException"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"Type": "SecureString"}, "Type SecureString"),
        ({"Tier": "Advanced"}, "Tier Advanced"),
        ({"DataType": "aws:ec2:image"}, "DataType aws:ec2:image"),
        ({"AllowedPattern": "^v$"}, "AllowedPattern"),
    ],
)
def test_what_only_other_parameters_have_is_refused_by_name(ssm: Any, given: dict[str, Any], named: str) -> None:
    problem = refusal(ssm.put_parameter, **{"Name": "/other", "Value": "v", "Type": "String", **given})
    assert problem == ("SandboxNotImplemented", f"{named} of ssm:PutParameter is not emulated by the sandbox")


def test_tags_are_of_a_parameter_that_exists_and_fifty_at_most(ssm: Any) -> None:
    put(ssm, "/tagged", Tags=[{"Key": f"tag-{number}", "Value": "v"} for number in range(50)])
    further = {"ResourceType": "Parameter", "Tags": [{"Key": "further", "Value": "v"}]}
    assert code(ssm.add_tags_to_resource, ResourceId="/tagged", **further) == "TooManyTagsError"
    assert code(ssm.add_tags_to_resource, ResourceId="/untagged", **further) == "InvalidResourceId"
    assert code(ssm.list_tags_for_resource, ResourceId="/untagged", ResourceType="Parameter") == "InvalidResourceId"
    ssm.remove_tags_from_resource(ResourceId="/tagged", ResourceType="Parameter", TagKeys=["tag-0"])
    ssm.add_tags_to_resource(ResourceId="/tagged", **further)
    assert len(ssm.list_tags_for_resource(ResourceId="/tagged", ResourceType="Parameter")["TagList"]) == 50
