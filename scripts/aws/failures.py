"""Says what a failure of AWS means for the person at the terminal."""

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,  # noqa: A004 - botocore's own name
    CredentialRetrievalError,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    UnauthorizedSSOTokenError,
)

from scripts.aws.publishing.prerequisites import missed_prerequisite
from scripts.errors import CatalogError, CredentialsError, UnfinishedError

NO_CREDENTIALS = (
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    CredentialRetrievalError,
    SSOError,
    UnauthorizedSSOTokenError,
)
REFUSED_CREDENTIALS = {
    "AuthFailure",
    "ExpiredToken",
    "ExpiredTokenException",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
}
TOO_FEW_RIGHTS = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
PASSING = {
    "InternalFailure",
    "LimitExceededException",
    "OperationInProgressException",
    "ServiceUnavailable",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
}


def expected_failure(error: Exception) -> CatalogError | None:
    """The failure that a person should see for `error`; None when it is a bug of ours."""
    match error:
        case ClientError():
            return _refusal(error)
        case _ if isinstance(error, NO_CREDENTIALS):
            return CredentialsError(_sentence(error), hint="sign in, or set AWS_PROFILE; nothing was written")
        case ConnectionError() | BotoCoreError() if "connect" in str(error).lower():
            return UnfinishedError(_sentence(error), hint="check the network or AWS_ENDPOINT_URL, then run it again")
        case _:
            return None


def refusal(error: Exception) -> CatalogError | None:
    """What a person should see when whatever AWS refuses ends the work; None when it is a bug of ours."""
    if isinstance(error, ClientError):
        said = error.response.get("Error", {}).get("Message", "") or error_code(error)
        return UnfinishedError(f"{error.operation_name}: {said}", hint="what was done so far stays")
    return error if isinstance(error, CatalogError) else expected_failure(error)


def error_code(error: ClientError) -> str:
    """AWS's name of the error, for example `AccessDenied`."""
    return error.response.get("Error", {}).get("Code", "")


def _refusal(error: ClientError) -> CatalogError | None:
    code = error_code(error)
    message = error.response.get("Error", {}).get("Message", "")
    said = f"{error.operation_name}: {message or code}"
    missed = missed_prerequisite(error)
    if missed:
        return missed
    if code in REFUSED_CREDENTIALS:
        return CredentialsError(said, hint="sign in again, or set AWS_PROFILE")
    if code in TOO_FEW_RIGHTS:
        return CredentialsError(said, hint="ask for that right, or use another role; run it again afterwards")
    if code in PASSING:
        return UnfinishedError(said, hint="AWS is busy: run it again, it goes on from there")
    return None


def _sentence(error: Exception) -> str:
    return str(error).rstrip(".").replace("\n", " ")
