"""The name of the stack that the running operation is about: AWS::StackName has it before anything is made."""

from contextvars import ContextVar

NAME: ContextVar[str] = ContextVar("sandbox_stack_name", default="")


def current() -> str:
    """The name, also in the task that an operation leaves behind; empty where no stack is meant."""
    return NAME.get()
