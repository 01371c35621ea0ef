"""Which key a request means, and the refusals of keys that do not exist or may not be named so.

KMS developer guide, "Key identifiers (KeyId)"; the sentences are recorded, where no document is named.
"""

import re
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import kms

from sandbox.api.errors import ServiceError

Key = dict[str, Any]

_KEY_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32}")


def find(reference: str, *, takes_alias: bool = True) -> Key:
    """The key with an id, ARN, alias or ARN of an alias.

    Raises:
        ServiceError: NotFoundException, or InvalidArnException for the ARN of an alias where none is taken.

    """
    is_alias = reference.startswith("alias/") or ":alias/" in reference
    if is_alias and not takes_alias:
        raise _alias_refused(reference)
    arn = _arn(reference)
    key = kms._resolve_key(arn)
    if key is None:
        raise not_found(f"Alias {arn} is not found." if is_alias else f"Key '{arn}' does not exist")
    return key


def not_found(message: str) -> ServiceError:
    return ServiceError("NotFoundException", message)


def alias_arn(name: str) -> str:
    return f"arn:aws:kms:{get_region()}:{get_account_id()}:{name}"


def _arn(reference: str) -> str:
    if reference.startswith("arn:"):
        return _checked_arn(reference)
    if reference.startswith("alias/"):
        return alias_arn(reference)
    if not _KEY_ID.fullmatch(reference):
        raise not_found(f"Invalid keyId '{reference}'")
    return f"arn:aws:kms:{get_region()}:{get_account_id()}:key/{reference}"


def _checked_arn(arn: str) -> str:
    parts = arn.split(":", 5)
    if len(parts) != 6 or parts[2] != "kms":
        raise ServiceError("InvalidArnException", f"Invalid arn {arn}")
    if parts[3] != get_region():
        raise not_found(f"Invalid arn {parts[3]}")
    kind, _, name = parts[5].partition("/")
    if kind == "key" and not _KEY_ID.fullmatch(name):
        raise not_found(f"Invalid keyId '{name}'")
    return arn


def _alias_refused(reference: str) -> ServiceError:
    """As reported in hashicorp/terraform#20813 for the ARN; the name of an alias is no key id."""
    if reference.startswith("arn:"):
        return ServiceError("InvalidArnException", "Key Aliases are not supported for this operation.")
    return not_found(f"Invalid keyId '{reference}'")
