"""The accounts of the world, and the foundations that the catalog's publisher deploys to them."""

import json
from collections.abc import Mapping
from typing import Any

from scripts.proofs.world.stacks import Stack
from templates.names import PREFIX

REGION = "ap-southeast-1"
ORGANIZATION, FOREIGN_ORGANIZATION = "o-" + "a" * 10, "o-" + "z" * 10
HUB, DEVELOPMENT, OTHER_DEVELOPMENT = "111111111111", "222222222222", "555555555555"
STAGING, PRODUCTION, OUTSIDE, MEMBER = "333333333333", "444444444444", "999999999999", "666666666666"
UNIT = f"{ORGANIZATION}/r-root/ou-root-mlops001/"
"""The path of the organisational unit of the development accounts."""
ACCOUNTS: dict[str, dict[str, Any]] = {
    HUB: {"organization": ORGANIZATION, "path": f"{ORGANIZATION}/r-root/ou-root-hub00001/"},
    DEVELOPMENT: {"organization": ORGANIZATION, "path": UNIT},
    OTHER_DEVELOPMENT: {"organization": ORGANIZATION, "path": UNIT},
    STAGING: {"organization": ORGANIZATION, "path": f"{ORGANIZATION}/r-root/ou-root-staging1/"},
    PRODUCTION: {"organization": ORGANIZATION, "path": f"{ORGANIZATION}/r-root/ou-root-product1/"},
    MEMBER: {"organization": ORGANIZATION, "path": f"{ORGANIZATION}/r-root/ou-root-others01/"},
    OUTSIDE: {"organization": FOREIGN_ORGANIZATION, "path": f"{FOREIGN_ORGANIZATION}/r-else/ou-else-mlops001/"},
}
PARAMETERS = {
    "OrganizationId": ORGANIZATION,
    "HubAccount": HUB,
    "AssetSuffix": "0123456789ab",
    "StagingAccount": STAGING,
    "ProductionAccount": PRODUCTION,
    "NotificationAddress": "team@example.com",
    "VpcId": "vpc-0a1b2c3d4e5f67890",
    "Subnets": "subnet-0a1b2c3d4e5f67890",
    "SecurityGroups": "sg-0a1b2c3d4e5f67890",
    "DevelopmentPaths": f"{ORGANIZATION}/*/ou-root-mlops001/*",
    "StageTemplates": f"https://{PREFIX}-assets-0123456789ab-{REGION}.s3.{REGION}.amazonaws.com/stages/*",
}
"""What the publisher gives every foundation that has such a parameter."""
HOMES = {
    "publisher": (HUB,),
    "hub-assets": (HUB,),
    "spoke-roles": (DEVELOPMENT, OTHER_DEVELOPMENT),
    "spoke-settings": (DEVELOPMENT, OTHER_DEVELOPMENT),
    "target": (STAGING, PRODUCTION),
    "target-cleanup": (STAGING, PRODUCTION),
}
"""The accounts of each foundation."""
TEAMS = ("red", "blue")
"""Teams of the development account, each with a stack of its own where the catalog has roles for teams."""
Settings = dict[str, dict[str, str]]


def deploy_foundations(texts: Mapping[str, str], settings: Settings) -> list[Stack]:
    """A stack for each foundation and account; `settings` receives what they store in SSM, by account."""
    stacks = [
        _foundation(name, account, json.loads(texts[name]), settings)
        for name, accounts in HOMES.items()
        if name in texts
        for account in accounts
    ]
    stacks += [_team(team, json.loads(texts["team"]), settings) for team in TEAMS if "team" in texts]
    for stack in stacks:
        store_settings(stack, settings)
    return stacks


def store_settings(stack: Stack, settings: Settings) -> None:
    """SSM parameters that a stack makes, by the name under which others read them."""
    for resource in stack.resources.values():
        if resource.kind == "AWS::SSM::Parameter":
            settings.setdefault(stack.account, {})[str(resource.properties["Name"])] = resource.properties["Value"]


def _team(team: str, template: Mapping[str, Any], settings: Settings) -> Stack:
    own = settings.setdefault(DEVELOPMENT, {})
    name = f"{PREFIX}-team-{team}"
    return Stack(name, DEVELOPMENT, REGION, template, {"Team": team}, own, source="foundation-team")


def _foundation(name: str, account: str, template: Mapping[str, Any], settings: Settings) -> Stack:
    given = {key: PARAMETERS[key] for key in template.get("Parameters", {}) if key in PARAMETERS}
    own = settings.setdefault(account, {})
    return Stack(f"{PREFIX}-{name}", account, REGION, template, given, own, source=f"foundation-{name}")
