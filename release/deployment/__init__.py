"""What is released to a stage: decided by the catalog's code, from the registry and from data of the repository."""
