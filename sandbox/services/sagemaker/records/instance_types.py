"""Instance types with local storage, which encrypts itself and takes no key."""

import re
from collections.abc import Iterable

from sandbox.api.errors import ServiceError

# EC2, "Instance store volumes": besides these, families with a `d` in what follows the generation, as in m5d.
_FAMILIES = ("dl1", "g5", "g6", "g7", "gr6", "i3", "i4", "p5", "p6", "trn1", "trn2")


def refuse_key(key: str | None, parameter: str, types: Iterable[str]) -> None:
    """SageMaker API reference, CreateEndpointConfig (KmsKeyId) and ResourceConfig (VolumeKmsKeyId)."""
    local = [name for name in types if name and _has_local_disks(name)]
    if key and local:
        problem = f"{parameter} cannot be specified for instance types with local storage: {', '.join(local)}."
        raise ServiceError("ValidationException", problem)


def _has_local_disks(instance_type: str) -> bool:
    family = instance_type.removeprefix("ml.").split(".")[0]
    return family.startswith(_FAMILIES) or "d" in re.sub(r"^[a-z]+\d+|-.*$", "", family)
