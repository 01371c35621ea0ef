"""State machines of Step Functions, whose definitions are files of the project's repository.

A stack makes them with a definition that only says so, and its build gives them the repository's. A build that gave
them another role would need iam:PassRole. Not logged: delivering logs takes eight actions on everything, one of them
on the policies of all log groups; Step Functions keeps the history of an execution for 90 days by itself (Developer
Guide, "Quotas" and "Logging using CloudWatch Logs").
"""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from troposphere import GetAtt, Sub, iam, stepfunctions

from templates import names
from templates.arns import arn
from templates.blocks.roles import project_role
from templates.policy import service_trust
from templates.project import Project

NOT_BUILT = {
    "Comment": "Replaced by the project's build with the definition in its repository.",
    "StartAt": "NotBuilt",
    "States": {
        "NotBuilt": {
            "Type": "Fail",
            "Error": "NotBuilt",
            "Cause": "The build has not given this state machine its definition: release a change in its pipeline.",
        }
    },
}


class Machine(NamedTuple):
    role: iam.Role
    machine: stepfunctions.StateMachine


def state_machine(project: Project, part: str, grants: Sequence[Any]) -> Machine:
    """`grants` are what its states call."""
    name = project.short_name(part)
    role = project_role(project, part, service_trust("states", arn("states", f"stateMachine:{name}")), grants)
    machine = stepfunctions.StateMachine(
        names.logical_id(part, "machine"),
        StateMachineName=Sub(name),
        StateMachineType="STANDARD",
        RoleArn=GetAtt(role, "Arn"),
        DefinitionString=json.dumps(NOT_BUILT, indent=1),
        Tags=project.tags,
    )
    return Machine(role, machine)
