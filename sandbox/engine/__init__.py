"""Changes to the engine under the sandbox; every private name of it that they use is in `hooks`."""
