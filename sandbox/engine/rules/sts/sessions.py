"""New sessions: how long they last, and the tags that they have from the session that started them.

STS API Reference, AssumeRole, DurationSeconds; IAM User Guide, "Roles terms and concepts" (role chaining) and "Chaining
roles with session tags". The words: 99designs/aws-vault, issue 263 (chaining) and the STS guide's "maximum session
duration" as people report it.
"""

from typing import Any

from ministack.core import iam_evaluator
from ministack.services import iam, sts

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.sts.requests import inherited_tags

_LONGEST_OF_CHAIN = 3600


def AssumeRole(request: Request, answer: Answer) -> Answer:
    """The engine has let the caller in by now: a caller who may not does not learn how long sessions last."""
    key = answer["Credentials"]["AccessKeyId"]
    too_long = _too_long(request)
    if too_long:
        del sts._sessions[key]
        raise ServiceError("ValidationError", f"The requested DurationSeconds exceeds the {too_long}")
    _keep_tags(sts._sessions[key], request)
    return {name: value for name, value in answer.items() if name != "PackedPolicySize"}


def _too_long(request: Request) -> str:
    """The limit that the duration is above; nothing if it is not."""
    seconds = request.get("DurationSeconds", _LONGEST_OF_CHAIN)
    if seconds > _LONGEST_OF_CHAIN and ":assumed-role/" in iam_evaluator.caller_arn():
        return "1 hour session limit for roles assumed by role chaining."
    parts = request["RoleArn"].split(":")
    role: dict[str, Any] | None = iam._roles.get_scoped(parts[4], None, request["RoleArn"].rpartition("/")[2])
    if role and seconds > role["MaxSessionDuration"]:
        return "MaxSessionDuration set for this role."
    return ""


def _keep_tags(session: dict[str, Any], request: Request) -> None:
    inherited = inherited_tags()
    session["SessionTags"] = [*(session.get("SessionTags") or []), *inherited]
    session["TransitiveTagKeys"] = [
        *(key.lower() for key in request.get("TransitiveTagKeys", [])),
        *(tag["Key"].lower() for tag in inherited),
    ]
