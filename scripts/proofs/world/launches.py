"""Projects that are launched in the world, with names and ids that contain each other as far as they may."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scripts.proofs.world.accounts import REGION, Settings, store_settings
from scripts.proofs.world.stacks import Stack


@dataclass(frozen=True)
class Launch:
    """What a data scientist typed, and where."""

    product: str
    name: str
    identifier: str
    account: str
    parameters: Mapping[str, str]

    @property
    def stack_name(self) -> str:
        return f"SC-{self.account}-pp-{self.identifier.removeprefix('p-')}"


VICTIM = "p-abcdefghijkl"
HOSTILE = (
    ("demo", VICTIM),
    ("demo", f"{VICTIM}m"),  # its id begins with the other's
    (VICTIM, "p-mnopqrstuvwx"),  # its name is the other's id
    (f"X-{VICTIM.upper()}-build", "p-nabcdefghijk"),  # SageMaker writes names in lower case
    (f"demo-{VICTIM}", "p-xabcdefghijkl"),  # its id ends with the other's
)
"""Names and ids. The first is the project that the others are made against, and each is made against each."""
SCHEDULED = {"Schedule": "rate(1 day)", "TrainOnNewData": "yes"}


def launched(launch: Launch, text: str, settings: Settings) -> Stack:
    """The stack of a launch; `settings` receives what it stores in SSM."""
    template = json.loads(text)
    typed = {"SageMakerProjectName": launch.name, "SageMakerProjectId": launch.identifier, **launch.parameters}
    declared = template["Parameters"]
    given = {key: value for key, value in typed.items() if key in declared and _is_legal(declared[key], value)}
    own = settings.setdefault(launch.account, {})
    stack = Stack(launch.stack_name, launch.account, REGION, template, given, own, source=launch.product)
    store_settings(stack, settings)
    return stack


def _is_legal(parameter: Mapping[str, Any], value: str) -> bool:
    """What the form refuses is not sent; of names and ids even that, since the policies must hold for any."""
    if "SSM" not in parameter["Type"]:
        return True
    named = value in parameter.get("AllowedValues", [value])
    return named and re.fullmatch(parameter.get("AllowedPattern", ".*"), value) is not None
