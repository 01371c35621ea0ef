"""What a model runs on: how many instances, and whether their disks can be encrypted with a key of one's own."""

import re

from deploy.settings import EndpointType, Traffic

INSTANCE_TYPE = "ml.m5.large"

# EC2, "Instance store volumes": besides these, families with a `d` in what follows the generation, as in m5d.
FAMILIES_WITH_LOCAL_DISKS = ("dl1", "g5", "g6", "g7", "gr6", "i3", "i4", "p5", "p6", "trn1", "trn2")


def has_local_disks(instance_type: str) -> bool:
    """Whether the type encrypts its disks by itself, so that SageMaker refuses a key for them.

    API reference, CreateEndpointConfig, KmsKeyId: "nitro-based instances with local storage".
    """
    family = instance_type.split(".")[1]
    attributes = re.sub(r"^[a-z]+\d+|-.*$", "", family)
    return family.startswith(FAMILIES_WITH_LOCAL_DISKS) or "d" in attributes


def instances(endpoint: EndpointType, traffic: Traffic, stage: str) -> int:
    """Moving half of the traffic takes at least two instances; production has two in any case."""
    if endpoint is EndpointType.REAL_TIME and (stage == "production" or traffic is not Traffic.ALL_AT_ONCE):
        return 2
    return 1 if traffic is Traffic.ALL_AT_ONCE else 2
