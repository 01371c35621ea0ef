"""Where messages go."""

from scripts.gate.rules.subscription import check
from tests.scripts.gate.small import reported, resource, template


def test_messages_go_by_email_to_the_address_in_the_settings() -> None:
    for protocol, endpoint, expected in (
        ("email", {"Ref": "Address"}, []),
        ("https", {"Ref": "Address"}, ["Subscription"]),
        ("email", "attacker@example.com", ["Subscription"]),
    ):
        subscribed = resource("AWS::SNS::Subscription", Protocol=protocol, Endpoint=endpoint)
        checked = template({"Subscription": subscribed}, "foundation", Parameters={"Address": {"Type": "String"}})
        assert reported(check, checked) == expected
