"""Languages of services: patterns of events and definitions of workflows, asked without making anything."""

import json

from scripts.live.lab import Lab
from scripts.live.probe import Probe, Verdict, verdict


def ask_arrays(lab: Lab) -> Verdict:
    """Two conditions that two elements of an array meet between them, and no element alone."""
    event = {
        "id": "1",
        "account": lab.place.account,
        "source": "verify-live",
        "time": "2026-01-01T00:00:00Z",
        "region": lab.place.region,
        "resources": [],
        "detail-type": "arrays",
        "detail": {"parts": [{"kind": ["a"], "state": ["off"]}, {"kind": ["b"], "state": ["on"]}]},
    }
    pattern = {"detail": {"parts": {"kind": ["a"], "state": ["on"]}}}
    found = lab("events:TestEventPattern", EventPattern=json.dumps(pattern), Event=json.dumps(event))["Result"]
    return verdict(not found, f"conditions on two elements of an array match: {found}")


def ask_required_parameters(lab: Lab) -> Verdict:
    """A message without a text to publish."""
    resource = f"arn:{lab.place.partition}:states:::sns:publish"
    task = {"Type": "Task", "Resource": resource, "Parameters": {}, "End": True}
    definition = json.dumps({"StartAt": "Publish", "States": {"Publish": task}})
    found = lab("stepfunctions:ValidateStateMachineDefinition", definition=definition)
    return verdict(found["result"] == "FAIL", f"a definition without a required parameter: {found['result']}")


PROBES = (
    Probe(38, "do elements of an array match one by one?", ask_arrays, "events:TestEventPattern"),
    Probe(
        41,
        "is a workflow without a required parameter refused?",
        ask_required_parameters,
        "stepfunctions:ValidateStateMachineDefinition",
    ),
)
