"""Templates that CloudFormation refuses before it makes anything."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

TOPIC = {"Type": "AWS::SNS::Topic"}


def shown(value: Any) -> dict[str, Any]:
    """A template whose topic is shown under a value."""
    return {"Resources": {"Topic": {**TOPIC, "Properties": {"DisplayName": value}}}}


def refusal(sandbox: Any, template: dict[str, Any] | str, **options: Any) -> str:
    body = template if isinstance(template, str) else json.dumps(template)
    with pytest.raises(ClientError) as refused:
        sandbox.client("cloudformation").create_stack(StackName="refused-template", TemplateBody=body, **options)
    assert refused.value.response["Error"]["Code"] == "ValidationError"
    with pytest.raises(ClientError, match="Stack with id refused-template does not exist"):
        sandbox.client("cloudformation").describe_stacks(StackName="refused-template")
    return refused.value.response["Error"]["Message"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("only words", "Template format error: unsupported structure."),
        ("Resources:\n Topic:\n   Type: one\n  Type: two\n", "Template format error: YAML not well-formed."),
        ('{"Resources" {}}', "Template format error: JSON not well-formed."),
    ],
)
def test_a_text_that_is_no_template_is_refused(sandbox: Any, text: str, message: str) -> None:
    assert refusal(sandbox, text) == message


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"Robots": {}}, "Invalid template property or properties [Robots]"),
        ({"Resources": {}}, "At least one Resources member must be defined."),
        ({"Resources": {"Topic": {}}}, "[/Resources/Topic] Every Resources object must contain a Type member."),
        ({"Resources": {"Topic": {**TOPIC, "Propertys": {}}}}, "Invalid template resource property 'Propertys'"),
        ({"Resources": {"my-topic": TOPIC}}, "Resource name my-topic is non alphanumeric."),
        ({"Parameters": {"my-name": {"Type": "String"}}}, "Parameter name my-name is non alphanumeric."),
        ({"Parameters": {"Name": {"Type": "Text"}}}, "Unrecognized parameter type: Text"),
        ({"Parameters": {"Name": {"Default": "x"}}}, "Every Parameters object must contain a Type member."),
        ({"Outputs": {"Name": {"Description": "none"}}}, "Every Outputs member must contain a Value object"),
        ({"Mappings": {"Map": {"a": {"b_c": "d"}}}}, "Mappings attribute name 'b_c' must contain only alphanumeric"),
        (
            {"Resources": {"Topic": {**TOPIC, "DependsOn": {"Ref": "X"}}}},
            "DependsOn must be a string or list of strings",
        ),
        (shown(None), "[/Resources/Topic/Properties/DisplayName] 'null' values are not allowed in templates"),
    ],
)
def test_a_section_with_what_does_not_belong_there_is_refused(sandbox: Any, changes: Any, message: str) -> None:
    assert message in refusal(sandbox, {"Resources": {"Topic": TOPIC}, **changes})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"Ref": ["Topic"]}, "every Ref object must have a single String value."),
        ({"Fn::GetAtt": ["Topic"]}, "every Fn::GetAtt object requires two non-empty parameters"),
        ({"Fn::Join": ["-", "text"]}, "every Fn::Join object requires two parameters"),
        ({"Fn::Split": ["", "text"]}, "every Fn::Split object requires two parameters"),
        ({"Fn::Select": ["first", ["a"]]}, "Fn::Select requires a list argument with two elements"),
        ({"Fn::Select": [1, ["a"]]}, "Fn::Select requires a list argument with two elements"),
        ({"Fn::Sub": ["a"]}, "One or more Fn::Sub intrinsic functions don't specify expected arguments."),
        ({"Fn::Sub": "${a b}"}, "variable names in Fn::Sub syntax must contain only alphanumeric characters"),
        ({"Fn::FindInMap": ["Map", "key"]}, "every Fn::FindInMap object requires three parameters"),
        ({"Fn::FindInMap": ["Map", "key", "value"]}, "Mapping named 'Map' is not present in the 'Mappings' section"),
        ({"Fn::If": ["Condition", "a"]}, "Fn::If requires a list argument with three elements"),
        ({"Fn::Base64": ["a"]}, "every Fn::Base64 object must have a String-typed value."),
        ({"Fn::Reverse": "a"}, "Encountered unsupported function: Fn::Reverse"),
    ],
)
def test_a_function_with_other_arguments_than_it_takes_is_refused(sandbox: Any, call: Any, message: str) -> None:
    assert message in refusal(sandbox, shown(call))


@pytest.mark.parametrize("value", [{"Ref": "Nothing"}, {"Fn::Sub": "for ${Nothing}"}, {"Ref": "AWS::Nothing"}])
def test_a_name_that_is_not_there_is_refused(sandbox: Any, value: Any) -> None:
    message = refusal(sandbox, shown(value))
    assert message.startswith("Template format error: Unresolved resource dependencies [")
    assert message.endswith("] in the Resources block of the template")


def test_an_attribute_of_nothing_is_refused(sandbox: Any) -> None:
    message = refusal(sandbox, shown({"Fn::GetAtt": ["Nothing", "Arn"]}))
    assert message == "Template error: instance of Fn::GetAtt references undefined resource Nothing"


def conditional(value: Any) -> dict[str, Any]:
    """A topic that refers to another one, which is made only in production."""
    return {
        "Parameters": {"Stage": {"Type": "String"}},
        "Conditions": {"Live": {"Fn::Equals": [{"Ref": "Stage"}, "production"]}},
        "Resources": {"Other": {**TOPIC, "Condition": "Live"}, **shown(value)["Resources"]},
    }


def test_a_resource_whose_condition_is_false_is_not_there(sandbox: Any) -> None:
    given = [{"ParameterKey": "Stage", "ParameterValue": "test"}]
    message = refusal(sandbox, conditional({"Fn::GetAtt": ["Other", "TopicName"]}), Parameters=given)
    assert message == (
        "Template format error: Unresolved resource dependencies [Other] in the Resources block of the template"
    )


def test_a_branch_that_is_not_chosen_may_refer_to_what_is_not_there(sandbox: Any) -> None:
    value = {"Fn::If": ["Live", {"Fn::GetAtt": ["Other", "TopicName"]}, "none"]}
    given = [{"ParameterKey": "Stage", "ParameterValue": "test"}]
    stack = sandbox.deploy("unchosen-branch", conditional(value), Parameters=given)
    assert stack["StackStatus"] == "CREATE_COMPLETE"


def test_a_condition_sees_the_region_and_what_a_mapping_holds(sandbox: Any) -> None:
    here = {"Fn::Equals": [{"Fn::FindInMap": ["Places", {"Ref": "AWS::Region"}, "name"]}, "here"]}
    template = {
        "Mappings": {"Places": {"us-east-1": {"name": "here"}}},
        "Conditions": {"Here": here, "Elsewhere": {"Fn::Not": [{"Condition": "Here"}]}},
        "Resources": {"Topic": TOPIC, "Other": {**TOPIC, "Condition": "Elsewhere"}},
        "Outputs": {"Here": {"Condition": "Here", "Value": "yes"}},
    }
    assert [output["OutputKey"] for output in sandbox.deploy("conditions", template)["Outputs"]] == ["Here"]


def test_a_condition_that_needs_a_resource_is_refused(sandbox: Any) -> None:
    conditions = {"Made": {"Fn::Equals": [{"Ref": "Topic"}, "x"]}}
    assert refusal(sandbox, {"Conditions": conditions, "Resources": {"Topic": TOPIC}}) == (
        "Template format error: Unresolved dependencies [Topic]. Cannot reference resources in the Conditions block of "
        "the template"
    )


def test_resources_in_a_circle_are_refused(sandbox: Any) -> None:
    names = {"First": "Second", "Second": "Third", "Third": "First"}
    resources = {name: {**TOPIC, "Properties": {"DisplayName": {"Ref": other}}} for name, other in names.items()}
    resources["Outside"] = {**TOPIC, "DependsOn": "First"}
    assert refusal(sandbox, {"Resources": resources}) == (
        "Circular dependency between resources: [First, Second, Third]"
    )


@pytest.mark.parametrize(
    ("definition", "values", "message"),
    [
        ({"Type": "String"}, {}, "Parameters: [Name] must have values"),
        ({"Type": "String"}, {"Name": "a", "Other": "b"}, "Parameters: [Other] do not exist in the template"),
        ({"Type": "Number"}, {"Name": "seven"}, "Parameter 'Name' must be a number."),
        ({"Type": "String", "AllowedValues": ["a"]}, {"Name": "b"}, "Parameter 'Name' must be one of AllowedValues"),
    ],
)
def test_parameters_that_do_not_fit_are_refused(sandbox: Any, definition: Any, values: Any, message: str) -> None:
    given = [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()]
    template = {"Parameters": {"Name": definition}, **shown({"Ref": "Name"})}
    assert refusal(sandbox, template, Parameters=given) == message


def test_a_key_that_a_mapping_lacks_for_a_parameter_is_refused(sandbox: Any) -> None:
    template = {
        "Parameters": {"Key": {"Type": "String"}},
        "Mappings": {"Names": {"a": {"name": "first"}}},
        **shown({"Fn::Join": ["-", ["x", {"Fn::FindInMap": ["Names", {"Ref": "Key"}, "name"]}]]}),
    }
    message = refusal(sandbox, template, Parameters=[{"ParameterKey": "Key", "ParameterValue": "b"}])
    assert message == "Template error: Unable to get mapping for Names::b::name"


@pytest.mark.parametrize("transform", [{"Name": {"Ref": "Macro"}}, [{"Parameters": {}}]])
def test_a_transform_without_a_name_is_refused(sandbox: Any, transform: Any) -> None:
    template = {"Transform": transform, "Parameters": {"Macro": {"Type": "String", "Default": "x"}}, **shown("a")}
    options = {"Capabilities": ["CAPABILITY_AUTO_EXPAND"]}
    assert refusal(sandbox, template, **options) == "Key Name of transform definition must be a string."


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"Transform": "AWS::Serverless-2016-10-31"}, "Transform of a template"),
        (shown({"Fn::Transform": {"Name": "AWS::Include"}}), "Fn::Transform in a template"),
        ({"Resources": {"Topic": {**TOPIC, "UpdatePolicy": {"x": "y"}}}}, "UpdatePolicy of a resource"),
    ],
)
def test_what_nothing_here_uses_is_refused_by_name(sandbox: Any, changes: Any, name: str) -> None:
    with pytest.raises(ClientError, match=f"{name} is not emulated by the sandbox") as refused:
        sandbox.client("cloudformation").create_change_set(
            StackName="not-emulated",
            ChangeSetName="first",
            ChangeSetType="CREATE",
            Capabilities=["CAPABILITY_AUTO_EXPAND"],
            TemplateBody=json.dumps({"Resources": {"Topic": TOPIC}, **changes}),
        )
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    with pytest.raises(ClientError, match="does not exist"):
        sandbox.client("cloudformation").describe_stacks(StackName="not-emulated")


def test_a_function_in_its_short_form_is_refused_like_any_other(sandbox: Any) -> None:
    text = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {DisplayName: !Reverse a}\n"
    assert "Encountered unsupported function: Fn::Reverse" in refusal(sandbox, text)


def test_a_template_is_validated_without_values_of_its_parameters(sandbox: Any) -> None:
    stacks = sandbox.client("cloudformation")
    body = json.dumps(conditional({"Fn::GetAtt": ["Other", "TopicName"]}))
    answer = stacks.validate_template(TemplateBody=body)
    assert [each["ParameterKey"] for each in answer["Parameters"]] == ["Stage"]
    with pytest.raises(ClientError, match=r"Unresolved resource dependencies \[Nothing\]"):
        stacks.validate_template(TemplateBody=json.dumps(shown({"Ref": "Nothing"})))


def test_a_truth_value_of_a_parameter_is_text(sandbox: Any) -> None:
    parameter = {"Type": "String", "Default": True, "AllowedValues": [True, False]}
    template = {"Parameters": {"Switch": parameter}, **shown({"Ref": "Switch"})}
    assert sandbox.deploy("switched", template)["Parameters"] == [{"ParameterKey": "Switch", "ParameterValue": "true"}]
