"""The questions that a script can ask, by area; all others are asked by a person."""

from scripts.live.probe import Probe
from scripts.live.probes import registry

PROBES: tuple[Probe, ...] = (*registry.PROBES,)
