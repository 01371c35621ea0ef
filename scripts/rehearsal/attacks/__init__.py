"""Attacks on a project, by everybody who has no part in it. `attacker` makes them between the steps."""

from scripts.rehearsal.attacks import jobs, launches, registry, release, stages, storage

ATTACKS = (*stages.ATTACKS, *launches.ATTACKS, *registry.ATTACKS, *storage.ATTACKS, *jobs.ATTACKS, *release.ATTACKS)
