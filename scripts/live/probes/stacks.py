"""CloudFormation: change sets whose execution failed."""

import json

from scripts.live.calls import Answer
from scripts.live.fixtures import STACK, settled_stack, stack
from scripts.live.lab import Lab
from scripts.live.probe import Probe, Verdict, broken, verdict

PARAMETER = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "one"}}
# SQS API reference, "CreateQueue": messages are kept for 60 seconds at least.
IMPOSSIBLE = {"Type": "AWS::SQS::Queue", "Properties": {"MessageRetentionPeriod": 1}}


def ask_failed_change_set(lab: Lab) -> Verdict:
    """A change set is executed and fails; then it is described by its ARN."""
    stack(lab, "stack", {"Resources": {"Parameter": PARAMETER}})
    name = lab.name("stack")
    change_set = lab(
        "cloudformation:CreateChangeSet",
        StackName=name,
        ChangeSetName=lab.name("change"),
        TemplateBody=json.dumps({"Resources": {"Parameter": PARAMETER, "Queue": IMPOSSIBLE}}),
    )["Id"]
    described = {"ChangeSetName": change_set}
    lab.until("cloudformation:DescribeChangeSet", _is_made, **described)
    lab("cloudformation:ExecuteChangeSet", **described)
    ended = settled_stack(lab, name)
    if ended["StackStatus"] != "UPDATE_ROLLBACK_COMPLETE":
        return broken(f"a queue that keeps messages for a second was made: {ended['StackStatus']}")
    refused = lab.refusal("cloudformation:DescribeChangeSet", **described)
    if refused:
        return broken(f"it is not found by its ARN: {refused.code}: {refused.message}")
    status = lab.calls[-1].answer["ExecutionStatus"]
    return verdict(status == "EXECUTE_FAILED", f"it is found by its ARN, {status}")


def _is_made(answer: Answer) -> bool:
    return answer["Status"] in ("CREATE_COMPLETE", "FAILED")


PROBES = (
    Probe(
        17,
        "is a failed change set found by its ARN?",
        ask_failed_change_set,
        f"{STACK}cloudformation:CreateChangeSet cloudformation:DescribeChangeSet cloudformation:ExecuteChangeSet",
    ),
)
