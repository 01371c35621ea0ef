"""What a model runs on: how many instances, and whether their disks can be encrypted with a key of one's own."""

import re

from deployment.choices import FILE, Choices
from deployment.settings import ReleaseError, Traffic

# EC2, "Instance store volumes": besides these, families with a `d` in what follows the generation, as in m5d.
FAMILIES_WITH_LOCAL_DISKS = ("dl1", "g5", "g6", "g7", "gr6", "i3", "i4", "p5", "p6", "trn1", "trn2")


def has_local_disks(instance_type: str) -> bool:
    """Whether the type encrypts its disks by itself, so that SageMaker refuses a key for them.

    API reference, CreateEndpointConfig, KmsKeyId: "nitro-based instances with local storage".
    """
    family = instance_type.split(".")[1]
    attributes = re.sub(r"^[a-z]+\d+|-.*$", "", family)
    return family.startswith(FAMILIES_WITH_LOCAL_DISKS) or "d" in attributes


def instances(traffic: Traffic, choices: Choices, stage: str) -> int:
    """Traffic moves gradually from instance to instance, so that there are two of them at least."""
    chosen = {"staging": choices.instances.staging, "production": choices.instances.production}[stage]
    if traffic is Traffic.ALL_AT_ONCE:
        return chosen
    count, percentage = max(chosen, 2), choices.traffic_steps.percentage
    if count * percentage < 100:
        raise ReleaseError(
            f"{FILE}: `traffic_steps.percentage` of {percentage} is less than one of the {count} instances in {stage}: "
            f"use {-(-100 // count)} or more, or more `instances.{stage}`"
        )
    return count
