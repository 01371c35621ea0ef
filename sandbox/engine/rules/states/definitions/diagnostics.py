"""What is wrong with a definition, in the codes and words of ValidateStateMachineDefinition.

The codes: API reference, ValidateStateMachineDefinitionDiagnostic. The wording and places, as far as AWS has published
none: floci-io/floci#2735, #2786, #3733, localstack/localstack#11978, serverless-step-functions#399, aws-cdk#10530,
aws-cloudformation/cfn-lint#4078, functionless#308.
"""

from collections.abc import Iterable
from typing import NamedTuple

SCHEMA = "SCHEMA_VALIDATION_FAILED"


class Diagnostic(NamedTuple):
    """One problem; `location` is None where AWS names no place."""

    code: str
    message: str
    location: str | None

    def __str__(self) -> str:
        return f"{self.code}: {self.message} at {self.location or 'null'}"


def schema(message: str, location: str) -> Diagnostic:
    return Diagnostic(SCHEMA, message, location or "/")


def unsupported(names: Iterable[str], location: str) -> list[Diagnostic]:
    return [schema(f"Field '{name}' is not supported", location) for name in names]


def missing(names: Iterable[str], location: str) -> list[Diagnostic]:
    listed = ", ".join(names)
    return [schema(f"These fields are required: [{listed}]", location)] if listed else []
