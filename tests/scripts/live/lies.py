"""For every question that a script asks, the answer of an AWS that does otherwise than assumed."""

import json
from collections.abc import Callable
from typing import Any

from tests.scripts.live.lying_proxy import Answer, Lie, Request


def refused(operation: str, code: str, message: str = "Not here.", given: str = "") -> Lie:
    """The operation is refused, where its request has some text."""

    def lie(request: Request, answer: Answer) -> Answer:
        if request.operation != operation or given not in request.body:
            return answer
        query = "xml" in answer.headers.get("content-type", answer.headers.get("Content-Type", ""))
        return answer.instead(_xml(code, message) if query else _json(code, message), 400)

    return lie


def _json(code: str, message: str) -> bytes:
    return json.dumps({"__type": code, "message": message}).encode()


def _xml(code: str, message: str) -> bytes:
    error = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
    return f"<ErrorResponse>{error}<RequestId>0</RequestId></ErrorResponse>".encode()


def accepted(operation: str, **members: Any) -> Lie:
    """A refused operation is accepted."""

    def lie(request: Request, answer: Answer) -> Answer:
        if request.operation != operation or answer.status < 400:
            return answer
        return answer.instead(json.dumps(members).encode())

    return lie


def changed(operation: str, pattern: str, new: str) -> Lie:
    """A text in the operation's answers is another."""

    def lie(request: Request, answer: Answer) -> Answer:
        return answer.replaced(pattern, new) if request.operation == operation else answer

    return lie


def other(operation: str, change: Callable[[Any], object]) -> Lie:
    """The operation's answers have other members."""

    def lie(request: Request, answer: Answer) -> Answer:
        return answer.as_json(change) if request.operation == operation and answer.status < 400 else answer

    return lie


def event(change: Callable[[Any], object]) -> Lie:
    """The detail of events that a queue received is another."""

    def in_messages(content: Any) -> None:
        for message in content.get("Messages", []):
            body = json.loads(message["Body"])
            change(body["detail"])
            message["Body"] = json.dumps(body)

    return other("ReceiveMessage", in_messages)


def second_build_waits(request: Request, answer: Answer) -> Answer:
    """A build above the limit waits until the first has ended."""
    second = "live:waiting"
    if request.operation == "StartBuild" and answer.status >= 400:
        return answer.instead(json.dumps({"build": {"id": second}}).encode())
    if request.operation == "StopBuild" and second in request.body:
        return answer.instead(b"{}")
    if request.operation != "BatchGetBuilds" or second not in request.body:
        return answer

    def waiting(content: Any) -> None:
        content["builds"][0]["buildComplete"] = True
        content["builds"].append({"id": second, "currentPhase": "QUEUED", "buildComplete": False})

    return answer.as_json(waiting)


def upload_denied(request: Request, answer: Answer) -> Answer:
    """S3 refuses to store an object that is encrypted with the key."""
    if request.operation != "PUT" or not request.path.endswith("/model"):
        return answer
    return answer.instead(b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>", 403)


def failed_change_set_gone(request: Request, answer: Answer) -> Answer:
    """As by its name."""
    if request.operation != "DescribeChangeSet" or "EXECUTE_FAILED" not in answer.text:
        return answer
    return answer.instead(_xml("ChangeSetNotFound", "ChangeSet does not exist"), 404)


def _said_by_the_step(content: Any) -> None:
    for step in content["PipelineExecutionSteps"]:
        step["FailureReason"] = f"{step.get('FailureReason', '')} ExitMessage: 3 rows of 1 file"


LIES: dict[int, Lie] = {
    1: second_build_waits,
    3: changed("BatchGetBuilds", r'("name": ?"FOUND", ?"value": ?)"\s*1', r'\1"0'),
    4: accepted("UpdateModelPackage", ModelPackageArn="arn:aws:sagemaker:us-east-1:222222222222:model-package/m/1"),
    5: refused("CreatePipeline", "InvalidStructureException", "CodePipeline is not authorized to perform AssumeRole"),
    6: changed("DescribeStacks", "CREATE_COMPLETE", "ROLLBACK_COMPLETE"),
    7: upload_denied,
    8: changed("GetPipelineExecution", "the-approved-one", "none"),
    9: refused("CreatePipeline", "ValidationException", "A condition step cannot be in a branch."),
    10: changed("ListPipelineExecutionSteps", "3 rows of 1 file", ""),
    11: changed("DescribeModelPackage", "0a1b2c3d", "Std:JsonGet"),
    12: other("ListPipelineExecutionSteps", _said_by_the_step),
    13: event(lambda detail: detail["additional-information"].pop("exported-environment-variables")),
    15: changed("DescribeTrainingJob", "Completed", "Failed"),
    16: other("ListMetrics", lambda content: content.update(Metrics=[])),
    17: failed_change_set_gone,
    19: refused("CreateProject", "ValidationException", "Projects are not enabled for this user."),
    20: changed("DescribeProvisionedProduct", r'("ProvisioningArtifactId": ?)"[^"]+"', r'\1"pa-theothermade1"'),
    22: changed("GetAWSOrganizationsAccessStatus", "AccessDeniedException", "InvalidParametersException"),
    23: refused("DeleteProvisioningArtifact", "ResourceInUseException"),
    24: changed("DescribeStacks", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"),
    26: refused("CreateStackSet", "ValidationError", "DependsOn is for management accounts.", given="DependsOn"),
    27: changed("ListStackInstances", r"is in ROLLBACK_COMPLETE state", "cannot be updated"),
    28: changed("DescribeStackSet", r"<OrganizationalUnitIds>.*?</OrganizationalUnitIds>", ""),
    29: changed("DescribeStackInstance", r"<ParameterValue>own", "<ParameterValue>one"),
    31: changed("CreatePortfolioShare", "more than one portfolio share action", "two actions"),
    32: event(lambda detail: detail.pop("CustomerMetadataProperties")),
    33: event(lambda detail: detail.update(UpdatedModelPackageFields=["ModelMetrics"])),
    34: accepted(
        "StartPipelineExecution", PipelineExecutionArn="arn:aws:sagemaker:us-east-1:222222222222:pipeline/p/1"
    ),
    38: other("TestEventPattern", lambda content: content.update(Result=True)),
    41: other("ValidateStateMachineDefinition", lambda content: content.update(result="OK", diagnostics=[])),
}
"""By the number of the question; the sandbox itself lies in 14, for which there is a truth instead."""
TRUTH_OF_14 = changed("DescribeEndpoint", r'(live-[0-9a-f]{8}14.*"EndpointStatus": ?)"InService"', r'\1"Failed"')
