"""What Scheduler answers beyond the engine."""

from sandbox.api.types import Answer, Request


def GetSchedule(_request: Request, answer: Answer) -> Answer:
    """AWS leaves out what was not given."""
    return {name: value for name, value in answer.items() if value not in ("", None)}
