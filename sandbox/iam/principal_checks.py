"""Refuses policies with principals that do not exist, each service in its own words; a deleted role leaves its id.

The words are those that people report: hashicorp/terraform-provider-aws#8905 (IAM) and #26041 (SNS),
cloud-custodian#4948 (S3), aws-cdk#15602 and aws-sdk#414 (SQS). Those of keys are in the rules of KMS.
"""

from collections.abc import Callable
from typing import Any

from ministack.services import iam, kms, s3, sns, sqs

from sandbox.api.types import HttpAnswer
from sandbox.iam import principals

_OK = 200
_TOPIC = ("InvalidParameter", "Invalid parameter: Policy Error: PrincipalNotFound")
_QUEUE = ("InvalidAttributeValue", "Invalid value for the parameter Policy.")
_TOPIC_ACCOUNT = ("InvalidParameter", "Invalid parameter: A provided account ID is not valid")


def _checked(
    handler: Callable[..., Any], policy_of: Callable[..., str], refusal: Callable[[str], Any]
) -> Callable[..., Any]:
    """The engine's handler, which is reached only when every principal of the policy exists."""

    def run(*arguments: Any) -> Any:
        missing = principals.missing(policy_of(*arguments))
        return refusal(missing) if missing else handler(*arguments)

    return run


def _trust_refused(missing: str) -> HttpAnswer:
    return iam._error(
        400, "MalformedPolicyDocument", f"Invalid principal in policy: &quot;AWS&quot;:&quot;{missing}&quot;"
    )


def _bucket_refused(_missing: str) -> HttpAnswer:
    return s3._error("MalformedPolicy", "Invalid principal in policy", 400)


def _topic_refused(_missing: str) -> HttpAnswer:
    return sns._error(*_TOPIC, 400)


def _queue_refused(_missing: str) -> Any:
    raise sqs._Err(*_QUEUE)


def _given(name: str) -> Callable[[dict[str, Any]], str]:
    return lambda parameters: iam._p(parameters, name)


def _new_topic_policy(parameters: dict[str, Any]) -> str:
    names = [name for name in parameters if iam._p(parameters, name) == "Policy" and name.endswith(".key")]
    return next((iam._p(parameters, name.removesuffix("key") + "value") for name in names), "")


def _topic_policy(parameters: dict[str, Any]) -> str:
    return sns._p(parameters, "AttributeValue") if sns._p(parameters, "AttributeName") == "Policy" else ""


def _bucket_policy(_name: str, body: bytes) -> str:
    return body.decode(errors="replace")


def _queue_policy(data: dict[str, Any], _url: str) -> str:
    return (data.get("Attributes") or {}).get("Policy", "")


def _delete_role(handler: Callable[[dict[str, Any]], HttpAnswer]) -> Callable[[dict[str, Any]], HttpAnswer]:
    def run(parameters: dict[str, Any]) -> HttpAnswer:
        role = dict(iam._roles.get(iam._p(parameters, "RoleName")) or {})
        answer = handler(parameters)
        if role and answer[0] == _OK:
            _leave_id(role["Arn"], role["RoleId"])
        return answer

    return run


def _leave_id(role: str, identifier: str) -> None:
    """In every policy of every account that names the role."""
    held = [
        *[(trusting, "AssumeRolePolicyDocument") for trusting in iam._roles.to_dict().values()],
        *[(key, "Policy") for key in kms._keys.all_values()],
        *[(topic["attributes"], "Policy") for topic in sns._topics.all_values()],
        *[(queue["attributes"], "Policy") for queue in sqs._queues.all_values()],
    ]
    for holder, name in held:
        if isinstance(holder.get(name), str):
            holder[name] = principals.without_role(holder[name], role, identifier)
    for (account, bucket), policy in s3._bucket_policies.to_dict().items():
        s3._bucket_policies.set_scoped(account, None, bucket, principals.without_role(policy, role, identifier))


def install() -> None:
    actions: dict[str, Any] = iam._IAM_HANDLERS
    actions["DeleteRole"] = _delete_role(actions["DeleteRole"])
    actions["CreateRole"] = _checked(actions["CreateRole"], _given("AssumeRolePolicyDocument"), _trust_refused)
    actions["UpdateAssumeRolePolicy"] = _checked(
        actions["UpdateAssumeRolePolicy"], _given("PolicyDocument"), _trust_refused
    )
    s3._put_bucket_policy = _checked(s3._put_bucket_policy, _bucket_policy, _bucket_refused)
    sns._create_topic = _checked(sns._create_topic, _new_topic_policy, _topic_refused)
    sns._set_topic_attributes = _checked(sns._set_topic_attributes, _topic_policy, _topic_refused)
    for action in ("CreateQueue", "SetQueueAttributes"):
        sqs._HANDLERS[action] = _checked(sqs._HANDLERS[action], _queue_policy, _queue_refused)
