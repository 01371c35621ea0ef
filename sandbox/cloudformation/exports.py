"""Exports: unique in an account and region, and neither changed nor deleted while another stack imports them.

CloudFormation User Guide, "Get exported outputs from a deployed CloudFormation stack"; the reasons are those of
github.com/linz/geostore issue 630, rlister/stax issue 40 and aws/aws-cdk issue 33395.
"""

from collections.abc import Callable, Iterator
from typing import Any

from ministack.services import cloudformation
from ministack.services.cloudformation import handlers, stacks

from sandbox.api.types import HttpAnswer
from sandbox.cloudformation.engine_api import HANDLERS, Handler, Parameters, Stack, answer, find_stack, parameter

Outputs = tuple[list[Any], dict[str, Any]]


def drop_old(stack: Stack) -> None:
    """Remove what a stack exported before its last operation and exports no more."""
    kept = {output.get("ExportName") for output in stack.get("Outputs", [])}
    for name, export in list(cloudformation._exports.items()):
        if export["StackId"] == stack["StackId"] and name not in kept:
            cloudformation._exports.pop(name, None)


def _with_checks(resolve: Callable[..., Outputs]) -> Callable[..., Outputs]:
    def resolve_and_check(*arguments: Any) -> Outputs:
        outputs, exports = resolve(*arguments)
        _check(arguments[-1], [each["ExportName"] for each in outputs if "ExportName" in each], exports)
        return outputs, exports

    return resolve_and_check


def _check(stack_id: str, names: list[str], exports: dict[str, Any]) -> None:
    """Raise what fails the operation of a stack that would export these."""
    for name in names:
        present = cloudformation._exports.get(name)
        if names.count(name) > 1 or (present and present["StackId"] != stack_id):
            holder = (present or exports[name])["StackId"].split("/")[1]
            raise ValueError(f"Export with name {name} is already exported by stack {holder}")
    for name, export in list(cloudformation._exports.items()):
        if export["StackId"] != stack_id or exports.get(name, {}).get("Value") == export["Value"]:
            continue
        for importer in _importers(name, stack_id):
            verb = "updated" if name in exports else "deleted"
            raise ValueError(f"Export {name} cannot be {verb} as it is in use by {importer}")


def _importers(export: str, exporter: str) -> Iterator[str]:
    for stack in list(cloudformation._stacks.values()):
        is_there = stack["StackId"] != exporter and stack["StackStatus"] != "DELETE_COMPLETE"
        if is_there and export in handlers._imported_export_names(stack, stack["StackName"]):
            yield stack["StackName"]


def _keep_what_is_imported(delete: Handler) -> Handler:
    """DeleteStack is accepted, and an event of the stack, which stays as it is, says why nothing happened."""

    def handle(parameters: Parameters) -> HttpAnswer:
        stack = find_stack(parameter(parameters, "StackName"))
        for output in stack.get("Outputs", []) if stack else []:
            for importer in _importers(output.get("ExportName", ""), stack["StackId"]) if stack else ():
                reason = f"Delete canceled. Cannot delete export {output['ExportName']} as it is in use by {importer}."
                _add_event(stack, reason)
                return answer("DeleteStack")
        return delete(parameters)

    return handle


def _add_event(stack: Stack | None, reason: str) -> None:
    if stack:
        identifier, name = stack["StackId"], stack["StackName"]
        stacks._add_event(
            identifier, name, name, "AWS::CloudFormation::Stack", stack["StackStatus"], reason, identifier
        )


def install() -> None:
    stacks._resolve_stack_outputs = _with_checks(stacks._resolve_stack_outputs)
    HANDLERS["DeleteStack"] = _keep_what_is_imported(HANDLERS["DeleteStack"])
