"""A state machine is a standard one, and the template's definition calls nothing: the repository's build defines it.

A template that defined it would take the repository's definition back whenever its own changes. Only executions of
standard ones wait for jobs (`.sync`) and go on after a failure: Step Functions Developer Guide, "Choosing workflow type
in Step Functions" and "Restarting state machine executions with redrive".
"""

import json
from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template
from scripts.gate.model.values import text

CALLS_NOTHING = {"Fail", "Pass", "Succeed"}


def check(template: Template) -> Iterator[Problem]:
    for machine in template.of_type("AWS::StepFunctions::StateMachine"):
        if machine.properties.get("StateMachineType") != "STANDARD":
            yield Problem(machine.name, "does not wait for jobs, nor go on after a failure: make it a STANDARD one")
        if not _calls_nothing(text(machine.properties.get("DefinitionString"))):
            yield Problem(
                machine.name, "is defined by the template: leave it to the build, with a definition that fails"
            )


def _calls_nothing(definition: str) -> bool:
    try:
        states = json.loads(definition)["States"].values()
    except (ValueError, KeyError):
        return False
    return bool(states) and all(state.get("Type") in CALLS_NOTHING for state in states)
