"""STS: sessions of roles, with AWS's rules where the engine lacks them; other kinds of sessions are used by nothing."""

from sandbox.api.rules import Rules, offered
from sandbox.api.service import operations_of
from sandbox.engine.rules.sts import refusals, requests, sessions

RULES = Rules(
    "sts",
    "sts",
    offered=offered(
        AssumeRole="RoleArn RoleSessionName DurationSeconds ExternalId Policy PolicyArns Tags TransitiveTagKeys",
        GetCallerIdentity="",
    ),
    constraints="ValidationError",
    checks=operations_of(requests),
    corrections=operations_of(sessions),
    error_corrections=operations_of(refusals),
)
