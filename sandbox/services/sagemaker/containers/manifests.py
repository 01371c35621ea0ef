"""Inputs of a job that a manifest lists: a JSON list of a prefix and of the keys behind it.

SageMaker API Reference, S3DataSource: "the preceding JSON matches the following S3Uris", the prefix with each key. No
document says where a file is put in the job's folder: below its key there, as a training job in file mode has it.
"""

import json
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from sandbox.api.loopback import Credentials
from sandbox.services.sagemaker.containers import s3_objects
from sandbox.services.sagemaker.containers.failure import JobError, refusal


def download(credentials: Credentials, uri: str, folder: Path, role: str) -> None:
    """Copy what the manifest at the URI lists; a JobError has SageMaker's wording."""
    try:
        listed = json.loads(s3_objects.read(credentials, uri))
    except ClientError as error:
        raise JobError(f"ClientError: Data download failed:{refusal(error)} (role {role}, {uri})") from error
    except ValueError as error:
        raise JobError(f"ClientError: Data download failed: {uri} is not a valid manifest file: {error}") from error
    prefix, keys = _parts(listed, uri)
    for key in keys:
        target = folder / key
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.write_bytes(s3_objects.read(credentials, f"{prefix}{key}"))
        except ClientError as error:
            problem = f"{refusal(error)} (role {role}, {prefix}{key})"
            raise JobError(f"ClientError: Data download failed:{problem}") from error


def _parts(listed: Any, uri: str) -> tuple[str, list[str]]:
    first = listed[0] if isinstance(listed, list) and listed else None
    if not isinstance(first, dict) or not str(first.get("prefix", "")).startswith("s3://"):
        raise JobError(f"ClientError: Data download failed: {uri} is not a valid manifest file: no prefix comes first")
    keys = [key for key in listed[1:] if isinstance(key, str) and key and ".." not in Path(key).parts]
    if len(keys) < len(listed) - 1 or not keys:
        raise JobError(f"ClientError: Data download failed: {uri} is not a valid manifest file: it lists no keys")
    return first["prefix"], keys
