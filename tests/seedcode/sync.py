"""`make seeds-sync`: gives every seed the files that it shares with one of them, and records how settings are."""

# ruff: noqa: T201 - a command prints

from tests.seedcode.drawers import SOURCE, TABLE, record_settings, seeds, synchronize, synchronize_monitor

if __name__ == "__main__":
    for seed in [*seeds("training"), *seeds("workflow")]:
        for name in synchronize(SOURCE, seed):
            print(f"{seed.name}/{name}")
        if seed.name in TABLE:
            record_settings(seed)
    for seed in seeds("monitoring"):
        for name in synchronize_monitor(SOURCE, seed):
            print(f"{seed.name}/{name}")
