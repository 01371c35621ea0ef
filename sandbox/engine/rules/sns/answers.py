"""What SNS answers, where the engine answers something else; recorded where nothing else is said."""

import json
from collections.abc import Mapping

from ministack.core import iam_evaluator
from ministack.services import iam, sns

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Record, Request
from sandbox.engine.rules.sns import mail
from sandbox.engine.rules.sns.filter_policies import ATTRIBUTES

_OWNER_MAY = """
    GetTopicAttributes SetTopicAttributes AddPermission RemovePermission DeleteTopic Subscribe ListSubscriptionsByTopic
    Publish
"""
_ENGINE_OWNER_MAY = ["SNS:Publish", "SNS:Subscribe", "SNS:Receive"]
_RETRIES = {
    "minDelayTarget": 20,
    "maxDelayTarget": 20,
    "numRetries": 3,
    "numMaxDelayRetries": 0,
    "numNoDelayRetries": 0,
    "numMinDelayRetries": 0,
    "backoffFunction": "linear",
}
_DELIVERY = {
    "http": {
        "defaultHealthyRetryPolicy": _RETRIES,
        "disableSubscriptionOverrides": False,
        "defaultRequestPolicy": {"headerContentType": "text/plain; charset=UTF-8"},
    }
}
_CODES = {"InvalidParameterException": "InvalidParameter", "ResourceNotFoundException": "ResourceNotFound"}
_SENTENCES = ("Topic does not exist", "Subscription does not exist")


def CreateTopic(_request: Request, answer: Answer) -> Answer:
    attributes = sns._topics[answer["TopicArn"]]["attributes"]
    attributes["EffectiveDeliveryPolicy"] = json.dumps(_DELIVERY)
    policy = json.loads(attributes["Policy"])
    if policy["Statement"][0].get("Action") == _ENGINE_OWNER_MAY:
        policy["Statement"][0]["Action"] = [f"SNS:{action}" for action in _OWNER_MAY.split()]
        attributes["Policy"] = json.dumps(policy)
    return answer


def GetTopicAttributes(_request: Request, answer: Answer) -> Answer:
    hidden = {name for name, value in answer["Attributes"].items() if name == "FifoTopic" and value == "false"}
    return {"Attributes": _without(answer["Attributes"], hidden)}


def Subscribe(request: Request, answer: Answer) -> Answer:
    """Mail is confirmed by its reader; the ARN is told before only to a caller that wants it."""
    subscription = sns._find_subscription(request["TopicArn"], answer["SubscriptionArn"])
    if subscription is None:
        return answer
    attributes = subscription["attributes"]
    attributes.setdefault("SubscriptionPrincipal", _caller())
    _normalize(attributes)
    by_mail, is_new = subscription["protocol"] in mail.PROTOCOLS, "asked" not in subscription
    subscription["asked"] = True
    if by_mail and (is_new or not subscription["confirmed"]):
        mail.request_confirmation(subscription)
    is_shown = subscription["confirmed"] or str(request.get("ReturnSubscriptionArn")).lower() == "true"
    return answer if is_shown else {"SubscriptionArn": "pending confirmation"}


def SetSubscriptionAttributes(request: Request, answer: Answer) -> Answer:
    arn = request["SubscriptionArn"]
    subscription = sns._find_subscription(sns._sub_arn_to_topic[arn], arn)
    if subscription:
        _normalize(subscription["attributes"])
    return answer


def GetSubscriptionAttributes(_request: Request, answer: Answer) -> Answer:
    """A scope is shown with a filter policy, and always with one; what was emptied is not shown."""
    attributes = answer["Attributes"]
    hidden = {name for name, value in attributes.items() if not value}
    if attributes.get("FilterPolicy"):
        attributes.setdefault("FilterPolicyScope", ATTRIBUTES)
    else:
        hidden.add("FilterPolicyScope")
    return {"Attributes": _without(attributes, hidden)}


def engine_refusal(_request: Request, error: ServiceError) -> ServiceError:
    """The engine's refusals with AWS's codes, and its sentences without the ARN."""
    sentence = next((each for each in _SENTENCES if error.message.startswith(each)), error.message)
    return ServiceError(_CODES.get(error.code, error.code), sentence, error.status, error.members)


def _without(attributes: Mapping[str, str], names: set[str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name not in names}


def _normalize(attributes: Record) -> None:
    attributes["RawMessageDelivery"] = str(attributes.get("RawMessageDelivery", "false")).lower()
    if attributes.get("FilterPolicy") == "{}":
        attributes["FilterPolicy"] = ""


def _caller() -> str:
    """SNS Developer Guide, "Subscription's topic owner": the ARN of the user or the role, not that of its session."""
    arn = iam_evaluator.caller_arn()
    if ":assumed-role/" not in arn:
        return arn
    name = arn.split("/")[1]
    return iam._roles[name]["Arn"] if name in iam._roles else arn
