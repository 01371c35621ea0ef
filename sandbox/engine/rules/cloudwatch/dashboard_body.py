"""What CloudWatch refuses of the body of a dashboard.

CloudWatch API Reference, "Dashboard Body Structure and Syntax"; CloudWatch User Guide, "CloudWatch service quotas".
"""

from sandbox.engine.rules.cloudwatch.dashboard_widgets import (
    Object,
    Problem,
    choice,
    metric_count,
    required,
    widget_problems,
)

_MOST_WIDGETS, _MOST_METRICS = 500, 2500


def problems(body: Object) -> list[Problem]:
    """Every problem as its path and AWS's sentence."""
    found = [*choice(body, "", "periodOverride", {"auto", "inherit"})]
    if "end" in body and "start" not in body:
        found.append(("", "Should have property start when property end is present"))
    widgets = body.get("widgets")
    if not isinstance(widgets, list):
        return [*found, ("/widgets", "Should be array") if "widgets" in body else required("", "widgets")]
    if len(widgets) > _MOST_WIDGETS:
        found.append(("/widgets", f"Should NOT have more than {_MOST_WIDGETS} items"))
    for number, widget in enumerate(widgets):
        found += widget_problems(widget, f"/widgets/{number}")
    if not found and sum(map(metric_count, widgets)) > _MOST_METRICS:
        found.append(("/widgets", f"Should NOT have more than {_MOST_METRICS} metrics"))
    return found
