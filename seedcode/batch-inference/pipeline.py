"""The SageMaker pipeline: find what is new, predict, publish. In AWS's own JSON, without an SDK.

Schema: aws-sagemaker-mlops.github.io/sagemaker-model-building-pipeline-definition-JSON-schema.
"""

import json
from typing import Any

from project.configuration import Configuration
from project.jobs import Jobs, get, json_value
from project.settings import Settings

FOUND, PUBLISHED = "found", "published"
# While other runs use the account's machines, or AWS has none: a run waits, and tells nobody.
PATIENCE = [
    {
        "ExceptionType": ["SageMaker.CAPACITY_ERROR", "SageMaker.RESOURCE_LIMIT"],
        "IntervalSeconds": 60,
        "BackoffRate": 2.0,
        "MaxAttempts": 6,
    }
]
Step = dict[str, Any]


def definition(settings: Settings, configuration: Configuration, code: str) -> str:
    """The pipeline as JSON, for code below this prefix of the bucket. The same input gives the same text."""
    jobs = Jobs(settings, configuration.machines, code)
    document = {
        "Version": "2020-12-01",
        "Metadata": {},
        "Parameters": [],
        "Steps": [
            find_step(jobs),
            condition("Usable", at_least_one("Find", "usable"), [new_rows(jobs)], [fail("Refused", "Find")]),
        ],
    }
    return json.dumps(document, indent=1, sort_keys=True)


def find_step(jobs: Jobs) -> Step:
    settings = jobs.settings
    told = {
        "group": settings.group,
        "owner": settings.owner,
        "project": settings.project_id,
        "execution": get("Execution.PipelineExecutionArn"),
        "date": get("Execution.StartDateTime"),
    }
    return processing("Find", jobs.processing("find.py", told, {}, FOUND), FOUND)


def new_rows(jobs: Jobs) -> Step:
    """Rows are predicted for; files without a row that can be taken are only reported; without either the run ends."""
    only_rejected = [*publish_steps(jobs, "Report", {})]
    new_files = condition("NewFiles", at_least_one("Find", "files"), only_rejected, [])
    return condition("NewRows", at_least_one("Find", "rows"), predict_steps(jobs), [new_files])


def predict_steps(jobs: Jobs) -> list[Step]:
    model = {
        "Name": "CreateModel",
        "Type": "Model",
        "Arguments": jobs.model(json_value("Find", FOUND, "model")),
        "RetryPolicies": PATIENCE,
    }
    answered = jobs.place("answered")
    transform = {
        "Name": "Predict",
        "Type": "Transform",
        "Arguments": jobs.transform(get("Steps.CreateModel.ModelName"), jobs.place("found/rows/"), answered),
        "RetryPolicies": PATIENCE,
    }
    return [model, transform, *publish_steps(jobs, "Publish", {"answered": answered}, "Predict")]


def publish_steps(jobs: Jobs, name: str, further: dict[str, Any], *after: str) -> list[Step]:
    inputs = {"found": jobs.place("found"), **further}
    publish = processing(name, jobs.processing("publish.py", {}, inputs, PUBLISHED), PUBLISHED) | {
        "DependsOn": [*after]
    }
    return [publish, condition(f"{name}Done", at_least_one(name, "done"), [], [fail(f"{name}Refused", name)])]


def processing(name: str, arguments: dict[str, Any], output: str) -> Step:
    """Not cached: what is new is not a question of the same arguments."""
    facts = {"PropertyFileName": output, "OutputName": output, "FilePath": "facts.json"}
    return {
        "Name": name,
        "Type": "Processing",
        "Arguments": arguments,
        "PropertyFiles": [facts],
        "RetryPolicies": PATIENCE,
    }


def condition(name: str, holds: dict[str, Any], then: list[Step], otherwise: list[Step]) -> Step:
    arguments = {"Conditions": [holds], "IfSteps": then, "ElseSteps": otherwise}
    return {"Name": name, "Type": "Condition", "Arguments": arguments}


def at_least_one(step: str, fact: str) -> dict[str, Any]:
    file = FOUND if step == "Find" else PUBLISHED
    return {"Type": "GreaterThanOrEqualTo", "LeftValue": json_value(step, file, fact), "RightValue": 1}


def fail(name: str, step: str) -> Step:
    """The run fails with the sentence of a step, which the account's alert has too."""
    return {"Name": name, "Type": "Fail", "Arguments": {"ErrorMessage": get(f"Steps.{step}.ExitMessage")}}
