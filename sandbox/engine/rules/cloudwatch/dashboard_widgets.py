"""What CloudWatch refuses of the widgets of a dashboard.

CloudWatch API Reference, "Dashboard Body Structure and Syntax"; CloudWatch User Guide, "CloudWatch service quotas".
"""

from collections.abc import Callable, Iterator
from typing import Any

from sandbox.api.errors import not_emulated

Problem = tuple[str, str]
Object = dict[str, Any]

_MOST_METRICS, _MOST_ALARMS = 500, 100
_PLACES = {"x": (0, 23), "y": (0, None), "width": (1, 24), "height": (1, 1000)}
_LEFT_OUT = {"explorer", "custom", "chart"}
_VIEWS = {"timeSeries", "singleValue", "gauge", "bar", "pie"}
_POSITIONS = {"right", "bottom", "hidden"}
_METRICS = (
    'Field "metrics" has to be an array of array of strings, with an optional metricRenderer object as last element'
)
_SOURCE = "The metric widget should have specified a region and a data source or an alarm annotation"


def widget_problems(widget: Any, path: str) -> Iterator[Problem]:
    if not isinstance(widget, dict):
        yield path, "Should be object"
        return
    if widget.get("type") in _LEFT_OUT:
        raise not_emulated(f"the widget type {widget['type']} of a dashboard")
    yield from _place(widget, path)
    yield from choice(widget, path, "type", set(_PROPERTIES))
    yield from (required(path, name) for name in ("type", "properties") if name not in widget)
    if not isinstance(widget.get("properties", {}), dict):
        yield f"{path}/properties", "Should be object"
    elif "properties" in widget and widget.get("type") in _PROPERTIES:
        yield from _PROPERTIES[widget["type"]](widget["properties"], f"{path}/properties")


def _place(widget: Object, path: str) -> Iterator[Problem]:
    """Both coordinates or none, and whole numbers within the grid."""
    for name, other in (("x", "y"), ("y", "x")):
        if name in widget and other not in widget:
            yield path, f"Should have property {other} when property {name} is present"
    for name, limits in _PLACES.items():
        if name in widget:
            yield from _number(widget[name], f"{path}/{name}", *limits)


def _number(value: Any, path: str, low: int, high: int | None) -> Iterator[Problem]:
    if not isinstance(value, int) or isinstance(value, bool):
        yield path, "Should be integer"
    elif value < low:
        yield path, f"Should be >= {low}"
    elif high is not None and value > high:
        yield path, f"Should be <= {high}"


def _text(properties: Object, path: str) -> Iterator[Problem]:
    yield from _string(properties, path, "markdown")


def _log(properties: Object, path: str) -> Iterator[Problem]:
    yield from _string(properties, path, "region")
    yield from _string(properties, path, "query")


def _alarm(properties: Object, path: str) -> Iterator[Problem]:
    alarms = properties.get("alarms")
    if not isinstance(alarms, list):
        yield (f"{path}/alarms", "Should be array") if "alarms" in properties else required(path, "alarms")
    elif not alarms:
        yield f"{path}/alarms", "Should NOT have less than 1 items"
    elif len(alarms) > _MOST_ALARMS:
        yield f"{path}/alarms", f"Should NOT have more than {_MOST_ALARMS} items"


def _metric(properties: Object, path: str) -> Iterator[Problem]:
    annotations = properties.get("annotations")
    watches = isinstance(annotations, dict) and bool(annotations.get("alarms"))
    if not properties.get("metrics") and not watches:
        yield required(path, "metrics")
        yield path, _SOURCE
        yield required(path, "annotations")
    elif not watches and not isinstance(properties.get("region"), str):
        yield path, _SOURCE
    yield from _metrics(properties.get("metrics", []), f"{path}/metrics")
    yield from choice(properties, path, "view", _VIEWS)
    yield from choice(properties.get("legend") or {}, f"{path}/legend", "position", _POSITIONS)
    if "stacked" in properties and not isinstance(properties["stacked"], bool):
        yield f"{path}/stacked", "Should be boolean"
    if "period" in properties and not isinstance(properties["period"], int):
        yield f"{path}/period", "Should be integer"


def _metrics(metrics: Any, path: str) -> Iterator[Problem]:
    if not isinstance(metrics, list):
        yield path, "Should be array"
        return
    if len(metrics) > _MOST_METRICS:
        yield path, f"Should NOT have more than {_MOST_METRICS} items"
    for number, metric in enumerate(metrics):
        if not isinstance(metric, list):
            yield f"{path}/{number}", "Should be array"
        if not _is_metric(metric):
            yield f"{path}/{number}", _METRICS


def _is_metric(metric: Any) -> bool:
    """Namespace, name and pairs of dimensions, then perhaps an object; or an expression. Three dots repeat a name."""
    if not isinstance(metric, list) or not metric:
        return False
    names = metric[:-1] if isinstance(metric[-1], dict) else metric
    if not names:
        return "expression" in metric[-1]
    if not all(isinstance(each, str) for each in names):
        return False
    return "..." in names or (len(names) > 1 and len(names) % 2 == 0)


def metric_count(widget: Object) -> int:
    return len(widget["properties"].get("metrics", ()))


def _string(properties: Object, path: str, name: str) -> Iterator[Problem]:
    if name not in properties:
        yield required(path, name)
    elif not isinstance(properties[name], str):
        yield f"{path}/{name}", "Should be string"


def choice(properties: Object, path: str, name: str, values: set[str]) -> Iterator[Problem]:
    if name in properties and properties[name] not in values:
        yield f"{path}/{name}", "Should be equal to one of the allowed values"


def required(path: str, name: str) -> Problem:
    return path, f"Should have required property '{name}'"


_PROPERTIES: dict[str, Callable[[Object, str], Iterator[Problem]]] = {
    "alarm": _alarm,
    "log": _log,
    "metric": _metric,
    "text": _text,
}
