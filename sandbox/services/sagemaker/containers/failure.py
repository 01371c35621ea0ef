"""Why a job, a model server or a step failed, as AWS writes it into FailureReason."""

from botocore.exceptions import ClientError


class JobError(Exception):
    """Ends a job; the text becomes its FailureReason, `message` its ExitMessage."""

    def __init__(self, reason: str, message: str | None = None) -> None:
        super().__init__(reason)
        self.message = message


def refusal(error: ClientError) -> str:
    """Code and message of a refused call; the message of a missing permission names the role."""
    details: dict[str, str] = error.response["Error"]
    return f"{details['Code']}: {details.get('Message', '')}"
