"""Operations on a stack tell its name to what evaluates templates."""

from sandbox.cloudformation.engine_api import HANDLERS, Handler, HttpAnswer, Parameters, find_stack, parameter
from sandbox.cloudformation.template.stack_name import NAME

_OPERATIONS = ("CreateStack", "UpdateStack", "CreateChangeSet", "ExecuteChangeSet", "DeleteStack")


def _with_name(handler: Handler) -> Handler:
    def run(parameters: Parameters) -> HttpAnswer:
        given = parameter(parameters, "StackName")
        stack = find_stack(given) if given else None
        before = NAME.set(stack["StackName"] if stack else given)
        try:
            return handler(parameters)
        finally:
            NAME.reset(before)

    return run


def install() -> None:
    for operation in _OPERATIONS:
        HANDLERS[operation] = _with_name(HANDLERS[operation])
