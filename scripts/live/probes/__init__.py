"""The questions that a script can ask, by area; all others are asked by a person."""

from scripts.live.probe import Probe
from scripts.live.probes import (
    builds,
    catalog,
    containers,
    delivery,
    keys,
    languages,
    organization,
    registry,
    stacks,
    training,
)

PROBES: tuple[Probe, ...] = (
    *registry.PROBES,
    *delivery.PROBES,
    *keys.PROBES,
    *languages.PROBES,
    *stacks.PROBES,
    *training.PROBES,
    *builds.PROBES,
    *containers.PROBES,
    *catalog.PROBES,
    *organization.PROBES,
)
