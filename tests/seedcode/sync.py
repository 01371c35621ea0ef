"""`make seeds-sync`: gives every seed that trains the shared files of one of them, and records how its settings are."""

# ruff: noqa: T201 - a command prints

from tests.seedcode.drawers import SOURCE, TABLE, record_settings, seeds, synchronize

if __name__ == "__main__":
    for seed in [*seeds("training"), *seeds("workflow")]:
        for name in synchronize(SOURCE, seed):
            print(f"{seed.name}/{name}")
        if seed.name in TABLE:
            record_settings(seed)
