"""Every key is rotated and kept, its account administers it, and others use it for what their condition names."""

from collections.abc import Iterator

from scripts.gate.model.statements import Statement, Test
from scripts.gate.model.template import Problem, Resource, Template
from scripts.gate.model.values import text
from scripts.gate.rules.trust_principal import ORGANIZATIONS, OWN_ROOT
from templates import names

USE = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo")
GRANTS = "kms:CreateGrant"
TO_PEOPLE = (
    Test("BoolIfExists", "kms:GrantIsForAWSResource", ("false",)),
    Test("BoolIfExists", "aws:PrincipalIsAWSService", ("false",)),
)
SERVICES = {
    "logs.${AWS::Region}.amazonaws.com": "kms:EncryptionContext:aws:logs:arn",
    "events.amazonaws.com": "kms:EncryptionContext:aws:sns:topicArn",
}
"""The services that encrypt for a project or the topic, each with the context that says what for."""
LAUNCH = f":role/{names.LAUNCH_ROLE}"


def check(template: Template) -> Iterator[Problem]:
    for key in template.of_type("AWS::KMS::Key"):
        own = [statement for statement in template.resource_policies if statement.place == key.name]
        yield from _settings(key)
        if template.kind == "product" and not any(_denies_grants(statement) for statement in own):
            yield Problem(key.name, "lets people create grants, which outlast every policy: deny kms:CreateGrant")
        for statement in own:
            yield from _services(statement) if statement.allows else ()
            if statement.allows and statement.accounts and statement.accounts != (OWN_ROOT,):
                yield from _users(statement)


def _services(statement: Statement) -> Iterator[Problem]:
    for service in statement.services:
        if service not in SERVICES or len(statement.services) > 1:
            yield Problem(statement.place, f"lets {service} use the key: only logs and events do, each for its own")
        elif SERVICES[service] not in {test.key for test in statement.tests} and not statement.of("aws:SourceArn"):
            yield Problem(statement.place, f"lets {service} use the key for anything: add {SERVICES[service]}")
    if statement.services and statement.of("aws:SourceArn") and statement.services != ("events.amazonaws.com",):
        yield Problem(statement.place, f"holds {statement.services[0]} to the source of a rule: only events has one")


def _settings(key: Resource) -> Iterator[Problem]:
    if key.properties.get("EnableKeyRotation") is not True:
        yield Problem(key.name, "is not rotated: set EnableKeyRotation")
    if text(key.properties.get("PendingWindowInDays")) != "30":
        yield Problem(key.name, "can be deleted in less than 30 days: set PendingWindowInDays to 30")
    if key.properties.get("BypassPolicyLockoutSafetyCheck"):
        yield Problem(key.name, "may lock its account out: take BypassPolicyLockoutSafetyCheck out")
    if text(key.properties.get("KeySpec") or "SYMMETRIC_DEFAULT") != "SYMMETRIC_DEFAULT":
        yield Problem(key.name, "is no symmetric key: services cannot encrypt with it")


def _users(statement: Statement) -> Iterator[Problem]:
    launch = [test for test in statement.of("aws:PrincipalArn") if test.exact and test.values[0].endswith(LAUNCH)]
    in_account = statement.has_exactly("kms:CallerAccount", "${AWS::AccountId}") and _through_service(statement)
    in_organization = statement.has_exactly("aws:PrincipalOrgID", *ORGANIZATIONS) and _named(statement)
    if not (launch or in_account or in_organization):
        yield Problem(statement.place, "lets any principal use the key: require its account and service, or its name")
    strange = sorted(set(statement.actions) - {*USE, GRANTS})
    if strange and not launch:
        yield Problem(statement.place, f"lets users {', '.join(strange)}: only the account administers the key")
    if GRANTS in statement.actions and not statement.of("kms:GrantIsForAWSResource"):
        yield Problem(statement.place, "lets users create grants for anybody: add kms:GrantIsForAWSResource")


def _through_service(statement: Statement) -> bool:
    return any(test.exact for test in statement.of("kms:ViaService"))


def _named(statement: Statement) -> bool:
    return any(test.exact for test in statement.of("aws:PrincipalArn"))


def _denies_grants(statement: Statement) -> bool:
    denied = not statement.allows and GRANTS in statement.actions and ("AWS", "*") in statement.principals
    return denied and set(statement.tests) <= set(TO_PEOPLE) and statement.resources == ("*",)
