"""The stacks of a project's own roles in the accounts of its stages: made at launch, named by everything they need."""

import json
from collections.abc import Iterator

from scripts.proofs.world.accounts import HOMES, REGION
from scripts.proofs.world.launches import Launch
from scripts.proofs.world.stacks import Stack
from templates.names import PREFIX

REQUEST = "Custom::StageRoles"
SOURCE = "foundation-stage-roles"


def stage_stacks(launch: Launch, stack: Stack, text: str | None) -> Iterator[Stack]:
    """One for each custom resource that asks for it; none where the template of those roles does not exist."""
    requests = [resource for resource in stack.resources.values() if text and resource.kind == REQUEST]
    for request in requests:
        account = str(request.properties["Account"])
        name = f"{PREFIX}-{request.properties['Stage']}-{launch.account}-{launch.identifier}"
        if account in HOMES["target"]:
            yield Stack(name, account, REGION, json.loads(text or ""), source=SOURCE)
