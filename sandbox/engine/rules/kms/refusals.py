"""What KMS refuses besides the states of keys, by operation; values that no key of a project has are not emulated."""

from ministack.services import kms

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request
from sandbox.engine.rules.kms import keys, policies, tags

# The keys of projects, and of every service that encrypts with a key: KMS API reference, CreateKey, "KeySpec".
_ONLY = {"KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT", "Origin": "AWS_KMS", "MultiRegion": False}
# KMS developer guide, "Resource quotas", Aliases per KMS key.
_MOST_ALIASES = 50


def CreateKey(request: Request) -> None:
    for name, only in _ONLY.items():
        if request.get(name, only) != only:
            raise not_emulated(f"{name} {request[name]} of kms:CreateKey")
    tags.check(request.get("Tags", []))
    if "Policy" in request:
        policies.check(request["Policy"])


def PutKeyPolicy(request: Request) -> None:
    policies.check_name(request)
    policies.check(request["Policy"])
    key = keys.find(request["KeyId"])
    before = key["Policy"]
    key["Policy"] = request["Policy"]
    try:
        policies.check_lockout(key, request)
    finally:
        key["Policy"] = before


def GetKeyPolicy(request: Request) -> None:
    policies.check_name(request)


def TagResource(request: Request) -> None:
    tags.check(request["Tags"], keys.find(request["KeyId"])["Tags"])


def CreateAlias(request: Request) -> None:
    """KMS API reference, CreateAlias, "AliasName"."""
    name = request["AliasName"]
    _check_prefix(name)
    if name.startswith("alias/aws/") or name == "alias/":
        raise ServiceError("InvalidAliasNameException", f"{name} is reserved or empty.")
    if keys.alias_arn(name) in kms._aliases:
        raise ServiceError("AlreadyExistsException", f"An alias with the name {keys.alias_arn(name)} already exists")
    key = keys.find(request["TargetKeyId"])["KeyId"]
    if sum(target == key for target in kms._aliases.values()) >= _MOST_ALIASES:
        raise ServiceError("LimitExceededException", f"Key {key} has {_MOST_ALIASES} aliases.")


def UpdateAlias(request: Request) -> None:
    DeleteAlias(request)


def DeleteAlias(request: Request) -> None:
    _check_prefix(request["AliasName"])
    arn = keys.alias_arn(request["AliasName"])
    if arn not in kms._aliases:
        raise keys.not_found(f"Alias {arn} is not found.")


def _check_prefix(name: str) -> None:
    if not name.startswith("alias/"):
        page = "https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html"
        raise ServiceError("ValidationException", f'Alias must start with the prefix "alias/". Please see {page}')
