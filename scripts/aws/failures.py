"""Translates errors of AWS into the failures that are shown at the terminal."""

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

from scripts.aws.answers import error_code, error_message
from scripts.aws.prerequisites import missed_prerequisite
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
ACCESS_DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}
TRANSIENT = {
    "InternalFailure",
    "LimitExceededException",
    "OperationInProgressException",
    "ServiceUnavailable",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
}


def expected_failure(error: Exception) -> CatalogError | None:
    """The failure to show for `error`; None when it is a bug."""
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
    """The failure to show where every error of AWS ends the work; None when it is a bug."""
    if isinstance(error, ClientError):
        return UnfinishedError(_sentence_of(error), hint="what was done so far stays")
    return error if isinstance(error, CatalogError) else expected_failure(error)


def _refusal(error: ClientError) -> CatalogError | None:
    missed = missed_prerequisite(error)
    if missed:
        return missed
    code, problem = error_code(error), _sentence_of(error)
    if code in REFUSED_CREDENTIALS:
        return CredentialsError(problem, hint="sign in again, or set AWS_PROFILE")
    if code in ACCESS_DENIED:
        return CredentialsError(problem, hint="ask for that permission, or use another role; then run it again")
    if code in TRANSIENT:
        return UnfinishedError(problem, hint="AWS is busy: run it again, it continues from there")
    return None


def _sentence_of(error: ClientError) -> str:
    return f"{error.operation_name}: {error_message(error) or error_code(error)}"


def _sentence(error: Exception) -> str:
    return str(error).rstrip(".").replace("\n", " ")
