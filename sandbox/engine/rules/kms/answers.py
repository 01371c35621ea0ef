"""What KMS's answers hold besides the engine's: KMS API reference, "Response Elements" of the operations."""

import time

from ministack.services import kms

from sandbox.api.types import Answer, Request
from sandbox.engine.rules.kms import keys, policies
from sandbox.engine.rules.kms.keys import Key

_SECONDS_A_DAY = 86_400
_DEFAULT_WINDOW = 30


def CreateKey(request: Request, answer: Answer) -> Answer:
    """A key whose policy locks its creator out is not made."""
    key = keys.find(answer["KeyMetadata"]["KeyId"])
    try:
        policies.check_lockout(key, request)
    except Exception:
        del kms._keys[key["KeyId"]]
        raise
    return DescribeKey(request, answer)


def DescribeKey(_request: Request, answer: Answer) -> Answer:
    """A key for encryption has no algorithms to sign with."""
    metadata = {name: value for name, value in answer["KeyMetadata"].items() if name != "SigningAlgorithms"}
    return {"KeyMetadata": {"AWSAccountId": metadata["Arn"].split(":")[4], **metadata}}


def EnableKeyRotation(request: Request, answer: Answer) -> Answer:
    """The next rotation counts from here: KMS developer guide, "Enable automatic key rotation"."""
    keys.find(request["KeyId"])["RotationEnabledDate"] = int(time.time())
    return answer


def GetKeyRotationStatus(request: Request, answer: Answer) -> Answer:
    """A key that will be deleted does not rotate."""
    key = keys.find(request["KeyId"])
    enabled = answer["KeyRotationEnabled"] and key["KeyState"] != "PendingDeletion"
    found = {"KeyId": key["KeyId"], "KeyRotationEnabled": enabled}
    return found | _rotation(key) if enabled else found


def ScheduleKeyDeletion(request: Request, answer: Answer) -> Answer:
    return {**answer, "PendingWindowInDays": request.get("PendingWindowInDays", _DEFAULT_WINDOW)}


def _rotation(key: Key) -> Answer:
    days = key["RotationPeriodInDays"]
    enabled_at = key.get("RotationEnabledDate", key["CreationDate"])
    return {"RotationPeriodInDays": days, "NextRotationDate": enabled_at + days * _SECONDS_A_DAY}
