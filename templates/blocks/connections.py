"""Connections to providers of repositories: a role of the catalog uses only those that are tagged for launches."""

from templates import names

SERVICES = ("codeconnections", "codestar-connections")
"""Connections made before 2024 carry the old prefix."""
FOR_LAUNCHES = {"Null": {f"aws:ResourceTag/{names.LAUNCHERS_TAG}": "false"}}
"""Service Authorization Reference, "Resource types defined by AWS CodeConnections": a connection has this key.

Whose launches they are, the seeding function reads from the tag: the same launch role launches for everybody.
"""
