"""Who answers custom resources."""

from scripts.gate.rules.custom_resource import check
from tests.scripts.gate.small import own, reported, resource, template


def test_the_account_s_own_function_answers() -> None:
    for token, expected in (
        ({"Ref": "SeedingFunction"}, []),
        (own("lambda", "function:mlops-catalog-seeding"), []),
        ("arn:aws:lambda:us-east-1:999999999999:function:x", ["Seeded"]),
        ({"Ref": "AnyFunction"}, ["Seeded"]),
    ):
        seeded = resource("Custom::SeededRepository", ServiceToken=token)
        assert reported(check, template({"Seeded": seeded})) == expected


def test_an_unknown_custom_resource_is_reported() -> None:
    assert reported(check, template({"Hook": resource("Custom::Hook", ServiceToken="x")})) == ["Hook"]
