"""How an emulated service refuses: with the code and the sentence that AWS uses, or with one of the sandbox's own."""

from collections.abc import Mapping


class ServiceError(Exception):
    """An answer other than success; `code` is what a client sees as `Error.Code`, `members` what else is beside it."""

    def __init__(self, code: str, message: str, status: int = 400, members: Mapping[str, str] | None = None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.members = dict(members or {})


def not_emulated(what: str) -> ServiceError:
    """The sandbox does not do this at all."""
    return ServiceError("SandboxNotImplemented", f"{what} is not emulated by the sandbox", 501)


def not_yet(service: str, operation: str) -> ServiceError:
    """The resource exists here, but what this operation starts cannot run here."""
    return ServiceError("SandboxNotYet", f"{service}:{operation} runs in a later version of the sandbox", 501)
