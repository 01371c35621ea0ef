"""The name of the stack that the running operation is about: AWS::StackName has it before anything is made."""

from contextvars import ContextVar

from sandbox.cloudformation.engine_api import HANDLERS, Handler, HttpAnswer, Parameters, find_stack, parameter

_OPERATIONS = ("CreateStack", "UpdateStack", "CreateChangeSet", "ExecuteChangeSet", "DeleteStack")
_name: ContextVar[str] = ContextVar("sandbox_stack_name", default="")


def current() -> str:
    """The name, also in the task that an operation leaves behind; empty where no stack is meant."""
    return _name.get()


def _with_name(handler: Handler) -> Handler:
    def run(parameters: Parameters) -> HttpAnswer:
        given = parameter(parameters, "StackName")
        stack = find_stack(given) if given else None
        before = _name.set(stack["StackName"] if stack else given)
        try:
            return handler(parameters)
        finally:
            _name.reset(before)

    return run


def install() -> None:
    for operation in _OPERATIONS:
        HANDLERS[operation] = _with_name(HANDLERS[operation])
