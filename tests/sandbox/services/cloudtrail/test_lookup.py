"""What CloudTrail tells about the calls of roles."""

import datetime
import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

BEGAN = datetime.datetime.now(datetime.UTC)


@pytest.fixture(scope="module")
def events(make_sandbox) -> list[dict[str, Any]]:
    sandbox = make_sandbox()
    sandbox.client("sagemaker", "data-scientist").list_projects()
    with pytest.raises(ClientError):
        sandbox.client("codepipeline", "data-scientist").list_pipelines()
    for _ in range(60):
        sandbox.client("servicecatalog", "data-scientist").search_products()
    history = sandbox.client("cloudtrail", "development").get_paginator("lookup_events")
    pages = list(history.paginate(StartTime=BEGAN))
    assert len(pages) > 1
    return [json.loads(event["CloudTrailEvent"]) for page in pages for event in page["Events"]]


def test_a_call_names_the_role_behind_the_session(events: list[dict[str, Any]]) -> None:
    call = next(event for event in events if event["eventName"] == "ListProjects")
    issuer = call["userIdentity"]["sessionContext"]["sessionIssuer"]["arn"]
    assert issuer == "arn:aws:iam::222222222222:role/service-role/AmazonSageMaker-ExecutionRole-sandbox"
    assert call["eventSource"] == "sagemaker.amazonaws.com"
    assert "errorCode" not in call


def test_a_refused_call_is_recorded_too(events: list[dict[str, Any]]) -> None:
    refused = [event["eventName"] for event in events if event.get("errorCode") == "AccessDenied"]
    assert refused == ["ListPipelines"]


def test_every_call_is_recorded_once_and_the_newest_first(events: list[dict[str, Any]]) -> None:
    assert sum(event["eventName"] == "SearchProducts" for event in events) == 60
    assert events[-1]["eventName"] == "ListProjects"
