"""Why a job failed, in the words that AWS puts into FailureReason."""

from botocore.exceptions import ClientError


class JobError(Exception):
    """Ends a job; the text becomes its FailureReason, `message` its ExitMessage."""

    def __init__(self, reason: str, message: str | None = None) -> None:
        super().__init__(reason)
        self.message = message


def refusal(error: ClientError) -> str:
    """Code and sentence of a refused call; the sentence of a missing right names the role."""
    return f"{error.response['Error']['Code']}: {error.response['Error'].get('Message', '')}"
