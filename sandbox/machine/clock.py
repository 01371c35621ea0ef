"""How fast the sandbox's time goes: waits of minutes, as deployments have them, pass in seconds."""

import os
from fractions import Fraction


def scaled(seconds: float) -> float:
    """`seconds` of AWS in seconds of here; SANDBOX_TIME_SCALE is the factor, 1/240 unless set."""
    return seconds * float(Fraction(os.environ.get("SANDBOX_TIME_SCALE", "1/240")))


def approval_minute() -> float:
    """The seconds of a minute in which a person may decide: a real one, unless SANDBOX_APPROVAL_MINUTE is set."""
    return float(os.environ.get("SANDBOX_APPROVAL_MINUTE", "60"))
