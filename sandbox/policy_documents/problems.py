"""What is wrong with a policy document; each service has its own code and its own words for it."""

from enum import Enum, auto


class Reason(Enum):
    """The part of the grammar that a document violates."""

    JSON = auto()
    DUPLICATE_KEY = auto()
    FIELD = auto()
    VERSION = auto()
    STATEMENT = auto()
    SID = auto()
    EFFECT = auto()
    PRINCIPAL_MISSING = auto()
    PRINCIPAL = auto()
    ACTION_MISSING = auto()
    ACTION = auto()
    RESOURCE_MISSING = auto()
    RESOURCE = auto()
    CONDITION = auto()
    # A number, Boolean value or address that cannot be read: no source has IAM's answer.
    CONDITION_VALUE = auto()


class PolicyError(Exception):
    """A document that AWS refuses; `message` is IAM's own sentence."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
