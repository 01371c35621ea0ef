"""What the sandbox knows of an action provider: what it accepts in a declaration, and how it runs."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sandbox.services.codepipeline.actions.context import ActionContext
from sandbox.services.codepipeline.state.declaration import ActionDeclaration


class ActionError(Exception):
    """A failed action: what AWS shows as its error, and its code."""

    def __init__(self, message: str, code: str = "JobFailed") -> None:
        super().__init__(message)
        self.code = code


def _no_problems(_action: ActionDeclaration) -> Iterable[str]:
    return ()


@dataclass(frozen=True, kw_only=True)
class Action:
    """One row of CodePipeline's action types.

    Numbers of artifacts and configuration keys: CodePipeline User Guide, "Action structure reference" and "Number of
    input and output artifacts".
    """

    category: str
    owner: str = "AWS"
    provider: str
    version: str = "1"
    inputs: tuple[int, int] = (0, 0)
    outputs: tuple[int, int] = (0, 0)
    required: frozenset[str] = frozenset()
    optional: frozenset[str] = frozenset()
    artifact_keys: tuple[str, ...] = ()
    """Configuration keys whose value is an input artifact, or begins with one and two colons."""
    problems: Callable[[ActionDeclaration], Iterable[str]] = _no_problems
    """Why AWS refuses a declaration, besides the fields above."""
    unsupported: Callable[[ActionDeclaration], Iterable[str]] = _no_problems
    """What AWS accepts and the sandbox does not run."""
    run: Callable[[ActionContext], str]
    """Runs the action to its end; returns the summary of a success, else raises an ActionError."""
