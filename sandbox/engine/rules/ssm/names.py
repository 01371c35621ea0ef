"""Names of parameters: Systems Manager user guide, "Creating Systems Manager parameters", constraints.

The sentences are those that people report: boto/boto3#1499, aws-samples/resource-autotagger#1.
"""

import re

from ministack.core.responses import get_account_id, get_region

from sandbox.api.errors import ServiceError

_LONGEST_ARN, _LEVELS = 1011, 15
_SYMBOLS = re.compile(r"/?[\w.-]+(/[\w.-]+)*", re.ASCII)


def check(name: str) -> None:
    """Refuse the name of a new parameter; the engine refuses reserved ones."""
    check_symbols(name)
    if "/" in name and not name.startswith("/"):
        raise _invalid("Parameter name must be a fully qualified name.")
    if len(f"arn:aws:ssm:{get_region()}:{get_account_id()}:parameter/{name.lstrip('/')}") > _LONGEST_ARN:
        raise _invalid(f"Parameter name with its ARN is longer than {_LONGEST_ARN} characters.")
    if name.count("/") > _LEVELS:
        raise ServiceError(
            "HierarchyLevelLimitExceededException", f"A hierarchy can have a maximum of {_LEVELS} levels."
        )


def check_symbols(name: str) -> None:
    """A name that is looked for needs its symbols too: localstack/localstack#7712."""
    if not _SYMBOLS.fullmatch(name):
        raise _invalid(
            'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of '
            "sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the "
            "following 3 symbols .-_"
        )


def check_path(path: str) -> None:
    if not path.startswith("/"):
        raise _invalid(
            "The parameter doesn't meet the parameter name requirements. The parameter name must begin with a "
            'forward slash "/". It can\'t be prefixed with \\"aws\\" or \\"ssm\\" (case-insensitive). It must use only '
            "letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters "
            'are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: '
            "/get/parameters2-/by1./path0_."
        )


def _invalid(message: str) -> ServiceError:
    return ServiceError("ValidationException", message)
