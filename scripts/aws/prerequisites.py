"""What an organisation's management account must have done before a hub can publish, and the command that does it."""

import re
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from scripts.aws.answers import error_code, error_message
from scripts.errors import CredentialsError

if TYPE_CHECKING:
    from mypy_boto3_servicecatalog import ServiceCatalogClient

ACTIVATE_STACK_SETS = "aws cloudformation activate-organizations-access"
ENABLE_SERVICE_CATALOG = "aws servicecatalog enable-aws-organizations-access"
REGISTER = "aws organizations register-delegated-administrator --account-id <hub> --service-principal"
STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com"
SERVICE_CATALOG = "servicecatalog.amazonaws.com"
MAY_LIST = "and the publishing role needs organizations:ListDelegatedAdministrators"

# What to do, by a part of AWS's message. StackSets answer with ValidationError for all of them.
REFUSALS = {
    r"is not a delegated administrator|management account or delegated admin": f"{REGISTER} {STACK_SETS}, {MAY_LIST}",
    r"must enable organizations access": ACTIVATE_STACK_SETS,
    r"master or delegated admin of an organization": f"{REGISTER} {SERVICE_CATALOG}, {MAY_LIST}",
    r"AWSOrganizationsAccess must be enabled": ENABLE_SERVICE_CATALOG,
}
# Which code Service Catalog refuses with is not documented, so any of these counts for the call that reads the state.
READS_STATE = "GetAWSOrganizationsAccessStatus"
REFUSING = {
    "AccessDeniedException",
    "InvalidStateException",
    "OperationNotSupportedException",
    "ResourceNotFoundException",
}
MISSING_PERMISSION = "not authorized to perform"
NO_ORGANIZATION = "AWSOrganizationsNotInUseException"


def missed_prerequisite(error: ClientError) -> CredentialsError | None:
    """The failure to show when AWS refused because the organisation was not prepared; None for any other refusal."""
    code, message = error_code(error), error_message(error)
    if MISSING_PERMISSION in message:
        return None
    command = next((hint for pattern, hint in REFUSALS.items() if re.search(pattern, message)), None)
    if command is None and error.operation_name == READS_STATE and code in REFUSING:
        command = f"{REGISTER} {SERVICE_CATALOG}, {MAY_LIST}"
    if code == NO_ORGANIZATION:
        return CredentialsError(f"{error.operation_name}: {message}", hint="publish to an account of an organisation")
    return _unprepared(f"{error.operation_name}: {message}", command) if command else None


def require_sharing(client: "ServiceCatalogClient") -> None:
    """Raises CredentialsError unless portfolios can be shared with units; checked before the first write."""
    if client.get_aws_organizations_access_status().get("AccessStatus") != "ENABLED":
        raise _unprepared("Service Catalog may not share with the organisation yet", ENABLE_SERVICE_CATALOG)


def _unprepared(problem: str, command: str) -> CredentialsError:
    hint = f"in the management account: {command} (README, Before you begin); nothing was written"
    return CredentialsError(problem, hint=hint)
