"""Parameters from the parameter store: constraints are about a parameter's name, and reading it needs permission.

CloudFormation User Guide, "Systems Manager parameter types": keys are validated, values are not.
"""

from collections.abc import Callable
from typing import Any

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id, get_region
from ministack.services import ssm
from ministack.services.cloudformation import changesets, engine, handlers

from sandbox.cloudformation import identity

Values = dict[str, Any]
_STORED = "AWS::SSM::Parameter::Value<"
_DYNAMIC = "{{resolve:ssm"
_engine_check = engine._check_parameter_constraints
_engine_reference = engine._resolve_dynamic_reference


def _check(name: str, definition: Values, type_name: str, value: str) -> None:
    """The engine applies the pattern, which is meant for the name, to the stored value."""
    if not type_name.startswith(_STORED):
        _engine_check(name, definition, type_name, value)


def _with_names_checked(resolve: Callable[..., Values]) -> Callable[..., Values]:
    def check_and_resolve(template: Values, given: list[Values], previous: Values | None = None) -> Values:
        values = {parameter["Key"]: parameter.get("Value") for parameter in given}
        for name, definition in template.get("Parameters", {}).items():
            stored = values.get(name) or definition.get("Default")
            if stored and definition.get("Type", "").startswith(_STORED):
                _engine_check(name, definition, "String", stored)
                _refuse_unreadable(stored)
                if ssm.resolve_parameter_value(stored) is None:
                    raise ValueError(f"Unable to fetch parameters [{stored}] from parameter store for this account.")
        return resolve(_without_allowed_names(template), given, previous)

    return check_and_resolve


def _without_allowed_names(template: Values) -> Values:
    """The engine compares allowed values, which are names and were checked with the request, with the stored value."""
    definitions = {
        name: {key: value for key, value in definition.items() if key != "AllowedValues"}
        if definition.get("Type", "").startswith(_STORED)
        else definition
        for name, definition in template.get("Parameters", {}).items()
    }
    return {**template, "Parameters": definitions}


def _reference(literal: str) -> str:
    """A dynamic reference is read with the stack's own permissions."""
    if literal.startswith(_DYNAMIC):
        _refuse_unreadable(literal.strip("{}").split(":")[2])
    return _engine_reference(literal)


def _refuse_unreadable(stored: str) -> None:
    arn = f"arn:aws:ssm:{get_region()}:{get_account_id()}:parameter/{stored.lstrip('/')}"
    action = "ssm:GetParameters"
    denied = iam_evaluator.enforce(identity.caller().access_key, action, "ssm", get_region(), arn)
    if denied:
        raise ValueError(
            iam_actions.identity_denial_message(action, iam_evaluator.caller_arn(), arn, explicit_deny=False)
        )


def install() -> None:
    engine._check_parameter_constraints = _check
    engine._resolve_dynamic_reference = _reference
    handlers._resolve_parameters = _with_names_checked(handlers._resolve_parameters)
    changesets._resolve_parameters = _with_names_checked(changesets._resolve_parameters)
