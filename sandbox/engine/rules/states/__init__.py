"""Step Functions: standard workflows in JSONPath, of the sandbox's own making, in place of the engine's."""

from typing import Any

from sandbox.api.rules import Rules, offered
from sandbox.api.service import operations_of
from sandbox.engine.rules.states import executions, history, machines, tags
from sandbox.engine.rules.states.running import task_tokens

# Not offered: versions and aliases, activities, Map runs, express workflows and TestState.
_CONFIGURATION = "definition roleArn loggingConfiguration tracingConfiguration encryptionConfiguration"
OFFERED = offered(
    CreateStateMachine=f"name type tags {_CONFIGURATION}",
    UpdateStateMachine=f"stateMachineArn {_CONFIGURATION}",
    DescribeStateMachine="stateMachineArn",
    DescribeStateMachineForExecution="executionArn",
    ListStateMachines="",
    DeleteStateMachine="",
    ValidateStateMachineDefinition="",
    StartExecution="stateMachineArn name input traceHeader",
    StopExecution="",
    DescribeExecution="executionArn",
    RedriveExecution="",
    ListExecutions="stateMachineArn statusFilter redriveFilter maxResults nextToken",
    GetExecutionHistory="",
    SendTaskSuccess="",
    SendTaskFailure="",
    SendTaskHeartbeat="",
    TagResource="",
    UntagResource="",
    ListTagsForResource="",
)

_OPERATIONS: Any = operations_of(executions, history, machines, tags, task_tokens)  # every one of them answers

RULES = Rules(
    "states",
    "stepfunctions",
    offered=OFFERED,
    constraints="ValidationException",
    replacements=_OPERATIONS,
)
