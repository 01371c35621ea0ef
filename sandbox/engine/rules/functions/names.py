"""Names and ARNs of functions: Lambda API reference, "FunctionName"; the refusals are recorded."""

from ministack.core.responses import get_account_id, get_region

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.engine.rules.functions import errors

_LONGEST = 64
_PARTS = 7
"""Of an ARN without a qualifier."""


def check_new(name: str) -> None:
    """A new function is made by its name; AWS takes its ARN too."""
    if ":" in name:
        check(name)
        raise not_emulated("an ARN as the FunctionName of lambda:CreateFunction")
    if len(name) > _LONGEST:
        problem = f"Member must have length less than or equal to {_LONGEST}"
        raise errors.invalid(
            f"1 validation error detected: Value '{name}' at 'functionName' failed to satisfy constraint: {problem}"
        )


def check(name: str) -> None:
    """Refuse functions of other regions and accounts; versions and aliases are not emulated."""
    parts = name.split(":")
    if parts[0] == "arn":
        if parts[3] != get_region():
            regions = f"Functions from '{parts[3]}' are not reachable in this region ('{get_region()}')"
            raise errors.not_found(regions)
        if parts[4] != get_account_id():
            raise ServiceError("AccessDeniedException", "", 403)
    if len(parts) not in (1, _PARTS):
        raise not_emulated(f"the qualifier or the partial ARN in the function name {name}")


def plain(name: str) -> str:
    return name.rpartition(":")[2]


def arn(name: str) -> str:
    return f"arn:aws:lambda:{get_region()}:{get_account_id()}:function:{plain(name)}"
