"""The settings of the model as parameters of the pipeline."""

import json

from project.model_parameters import hyperparameters, model_parameters

MODEL = {"max_depth": 4, "learning_rate": 0.1, "grow_policy": "depthwise", "refit": False}


def test_each_setting_is_a_parameter_of_its_type_with_its_value():
    found = [parameter.to_request() for parameter in model_parameters(MODEL)]
    assert sorted(found, key=lambda each: each["Name"]) == [
        {"Name": "GrowPolicy", "Type": "String", "DefaultValue": "depthwise"},
        {"Name": "LearningRate", "Type": "Float", "DefaultValue": 0.1},
        {"Name": "MaxDepth", "Type": "Integer", "DefaultValue": 4},
        {"Name": "Refit", "Type": "String", "DefaultValue": "false", "EnumValues": ["true", "false"]},
    ]


def test_a_model_is_refitted_unless_it_is_said_otherwise():
    assert [parameter.to_request() for parameter in model_parameters({})] == [
        {"Name": "Refit", "Type": "String", "DefaultValue": "true", "EnumValues": ["true", "false"]}
    ]


def test_each_setting_reaches_the_job_as_a_text():
    values = {parameter.name: parameter for parameter in model_parameters(MODEL)}
    found = {name: json.loads(json.dumps(value.expr)) for name, value in hyperparameters(MODEL, values).items()}
    assert found["grow_policy"] == {"Get": "Parameters.GrowPolicy"}
    assert found["refit"] == {"Get": "Parameters.Refit"}
    for name, parameter in (("max_depth", "MaxDepth"), ("learning_rate", "LearningRate")):
        assert found[name] == {"Std:Join": {"On": "", "Values": [{"Get": f"Parameters.{parameter}"}]}}
