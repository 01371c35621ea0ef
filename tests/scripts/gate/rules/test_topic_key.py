"""Keys of topics: through SNS, and for one topic."""

from scripts.gate.rules.topic_key import check
from tests.scripts.gate.small import allow, granted, own

TOPIC = {"kms:EncryptionContext:aws:sns:topicArn": {"Ref": "NotificationTopic"}}
VIA = {"kms:ViaService": {"Fn::Sub": "sns.${AWS::Region}.amazonaws.com"}}


def test_either_condition_alone_is_reported() -> None:
    keys = own("kms", "key/*")
    assert granted(check, allow("kms:Decrypt", keys, StringEquals=VIA, ArnEquals=TOPIC))
    assert not granted(check, allow("kms:Decrypt", keys, StringEquals=VIA))
    assert not granted(check, allow("kms:Decrypt", keys, ArnEquals=TOPIC))
    everything = {"kms:EncryptionContext:aws:sns:topicArn": "*"}
    assert not granted(check, allow("kms:Decrypt", keys, StringEquals=VIA, ArnLike=everything))
