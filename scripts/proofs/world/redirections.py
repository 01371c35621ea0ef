"""Settings pointed out of the organisation: names below a path that projects write to, with a stranger's values."""

from scripts.proofs.world.accounts import FOREIGN_ORGANIZATION, OUTSIDE, REGION
from templates.names import PREFIX

PATHS = (f"/{PREFIX}/models/hostile", f"/{PREFIX}-models/hostile")
"""Where the launch of another project stores text that its launcher chose, in old and new versions."""
VALUES = {
    "AccessLogBucket": "theirs",
    "AssetBucket": "theirs",
    "NotificationTopic": f"arn:aws:sns:{REGION}:{OUTSIDE}:theirs",
    "Organization": FOREIGN_ORGANIZATION,
    "ProductionAccount": OUTSIDE,
    "SeedingFunction": f"arn:aws:lambda:{REGION}:{OUTSIDE}:function:theirs",
    "StagingAccount": OUTSIDE,
}


def redirections() -> dict[str, str]:
    """The parameters of a launch whose settings are named below the first of these paths."""
    return {name: f"{PATHS[0]}/{name.lower()}" for name in VALUES}


def hostile_settings() -> dict[str, str]:
    return {f"{path}/{name.lower()}": value for path in PATHS for name, value in VALUES.items()}
