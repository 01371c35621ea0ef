"""GetExecutionHistory."""

from typing import Any

from sandbox.api.types import Answer, Request
from sandbox.engine.rules.states import naming, pages
from sandbox.engine.rules.states.running import records

_DATA = {"input", "inputDetails", "output", "outputDetails", "parameters"}


def GetExecutionHistory(request: Request) -> Answer:
    naming.check_arn(request["executionArn"], "execution")
    events = list(records.execution(request["executionArn"]).events)
    if request.get("reverseOrder"):
        events.reverse()
    if request.get("includeExecutionData") is False:
        events = [_without_data(event) for event in events]
    return pages.page(request, events, "events")


def _without_data(event: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {part: member for part, member in value.items() if part not in _DATA}
        if isinstance(value, dict)
        else value
        for name, value in event.items()
    }
