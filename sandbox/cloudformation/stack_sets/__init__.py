"""StackSets over organisational units: the engine has none."""
