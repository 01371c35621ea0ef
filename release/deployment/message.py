"""The line for the person who approves production: what runs there now, what will run, and where to look."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from deployment.objects import location
from deployment.registry import ModelVersion
from deployment.running import Released

LONGEST = 900
"""CodePipeline API reference, PutApprovalResult's action: CustomData holds 1,000 characters."""
SHORT = 12
LOWER = ("brier", "error", "loss", "mae", "mape", "mse", "rmse", "logloss")
HIGHER = ("accuracy", "auc", "f1", "precision", "r2", "recall")


@dataclass(frozen=True)
class Change:
    """`before` is what production runs, None if nothing is known to run there."""

    model: ModelVersion
    after: Released
    before: Released | None
    quality: Mapping[str, float]
    quality_before: Mapping[str, float]
    console: str
    region: str


def message(change: Change) -> str:
    """The most important first: what does not fit any more is left out, whole sentences at a time."""
    kept = ""
    for sentence in sentences(change):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > LONGEST:
            break
        kept = longer
    return kept


def sentences(change: Change) -> Iterator[str]:
    before, after = change.before, change.after
    now = f"version {before.version} runs there now" if before else "nothing is known to run there"
    yield f"{change.model.group} version {after.version} to production; {now}."
    yield f"Metrics: {metrics(change.quality, change.quality_before)}."
    if verdict := change.model.properties.get("verdict"):
        yield f"Gate: {verdict.rstrip('.')}."
    for name, new, old in differences(after, before):
        yield f"{name}: {new}, in production {old}." if old else f"{name}: {new}."
    if same := unchanged(after, before):
        yield f"Unchanged: {', '.join(same)}."
    yield f"Commit {change.model.properties.get('commit', 'unknown')[:SHORT]}."
    if report := change.model.properties.get("report"):
        yield f"Report: {page(change, report)}"
    yield change.model.arn


def metrics(new: Mapping[str, float], old: Mapping[str, float]) -> str:
    """Each with the direction that is better, where its name tells it, and the value of what runs now."""
    return ", ".join(metric(name, value, old.get(name)) for name, value in sorted(new.items())) or "none registered"


def metric(name: str, new: float, old: float | None) -> str:
    wish = direction(name)
    if old is None:
        return f"{name} {new:.4g}{f' ({wish} is better)' if wish else ''}"
    return f"{name} {new:.4g}, in production {old:.4g} ({compared(new, old, wish)})"


def compared(new: float, old: float, wish: str) -> str:
    """Whether the change is for the better."""
    if f"{new:.4g}" == f"{old:.4g}":
        return "same"
    found = "higher" if new > old else "lower"
    if not wish:
        return found
    return f"{found}, {'better' if found == wish else 'WORSE'}"


def direction(name: str) -> str:
    """Empty for a metric whose name does not tell."""
    words = name.lower().replace("-", "_").split("_")
    if any(word in LOWER for word in words):
        return "lower"
    return "higher" if any(word in HIGHER for word in words) else ""


def differences(after: Released, before: Released | None) -> Iterator[tuple[str, str, str]]:
    """What is another than now, with an old value if there is one."""
    old = shown(before) if before else {}
    for name, value in shown(after).items():
        if old.get(name) != value:
            yield name, short(name, value), short(name, old.get(name, ""))


def unchanged(after: Released, before: Released | None) -> list[str]:
    old = shown(before) if before else {}
    return [f"{name.lower()} {short(name, value)}" for name, value in shown(after).items() if old.get(name) == value]


def shown(released: Released) -> dict[str, str]:
    """By the word for it in the message."""
    return {
        "Machines": released.machines,
        "Traffic": released.traffic,
        "Data": released.data,
        "Model": released.model,
        "Image": released.image,
    }


def short(name: str, value: str) -> str:
    """Digests as people compare them; an image without its registry."""
    if name in ("Data", "Model"):
        return value[:SHORT]
    if name != "Image":
        return value
    repository, at, digest = value.rpartition("/")[2].partition("@sha256:")
    return f"{repository}@{digest[:SHORT]}" if at else repository


def page(change: Change, uri: str) -> str:
    """The page of an object in the console."""
    bucket, key = location(uri)
    return f"{change.console}/s3/object/{bucket}?region={change.region}&prefix={key}"


def quality(document: Mapping[str, Any]) -> dict[str, float]:
    """The numbers of an evaluation, by name."""
    groups = [group for name, group in document.items() if name.endswith("_metrics") and isinstance(group, dict)]
    values = {name: metric.get("value") for group in groups for name, metric in group.items()}
    return {name: value for name, value in values.items() if isinstance(value, int | float)}
