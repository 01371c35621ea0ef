"""What the owner of another project's models has to do, when AWS denies this project to read them."""

from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import ClientError

from deployment.settings import ReleaseError

DENIED = ("AccessDenied", "AccessDeniedException", "403")
"""Codes of S3 and of SageMaker."""


@contextmanager
def consent_needed(own: str, owner: str, what: str) -> Iterator[None]:
    """Around calls that read `what` of the project `owner`: its policies deny projects that it has not named."""
    try:
        yield
    except ClientError as error:
        if not is_denied(error):
            raise
        raise ReleaseError(_sentence(own, owner, what)) from error


def is_denied(error: ClientError) -> bool:
    return error.response["Error"]["Code"] in DENIED


def owner_of(group: str) -> str:
    """The id of the project that a model package group is named after: its name, a hyphen and its id."""
    return f"p-{group.rpartition('-p-')[2]}"


def _sentence(own: str, owner: str, what: str) -> str:
    """Without s3:ListBucket, S3 denies a file that does not exist, too."""
    if own == owner:
        return f"{what} cannot be read: it does not exist, or its policy denies it"
    return (
        f"project {owner} has not agreed that project {own} deploys its models: its owner adds {own} to the parameter "
        f"ModelsDeployedBy of {owner} (in Studio: Projects, Update), then retry this stage"
    )
