"""Attacks on a project, by everybody who has no part in it. `attacker` makes them; `all_attacks` are all of them."""

from scripts.rehearsal.attacks import jobs, launches, registry, stages, storage

ATTACKS = (*stages.ATTACKS, *launches.ATTACKS, *registry.ATTACKS, *storage.ATTACKS, *jobs.ATTACKS)
