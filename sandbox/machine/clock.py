"""How much faster time passes in the sandbox: waits of minutes, as deployments have them, take seconds."""

import os
from fractions import Fraction


def scaled(seconds: float) -> float:
    """Seconds of AWS in seconds of the sandbox; SANDBOX_TIME_SCALE is the factor, 1/240 unless set."""
    return seconds * float(Fraction(os.environ.get("SANDBOX_TIME_SCALE", "1/240")))


def approval_minute() -> float:
    """Seconds in a minute of an approval's time-out: 60 unless SANDBOX_APPROVAL_MINUTE is set."""
    return float(os.environ.get("SANDBOX_APPROVAL_MINUTE", "60"))
