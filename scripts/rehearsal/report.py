"""The report of a rehearsal: one HTML page without references to other files."""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from scripts.rehearsal.attacks.attack import Attempt
from scripts.rehearsal.availability import failed_requests
from scripts.rehearsal.charts import response_chart, timeline_bar
from scripts.rehearsal.findings import Findings, Quality
from scripts.rehearsal.graph import svg
from scripts.rehearsal.steps import StepResult
from scripts.rehearsal.usage import RoleUsage

ANSWER_LENGTH = 300


def page(title: str, results: tuple[StepResult, ...], findings: Findings | None, retained: tuple[str, ...]) -> str:
    """The whole page. `retained` are the logical ids of what is retained when the project is deleted."""
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    parts = [_head(title, results, findings), _steps(results)]
    if findings:
        parts += [*_trainings(findings), *_models(findings), *_availability(findings), *_attacks(findings)]
        parts += [_roles(findings), _retained(retained)]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>Rehearsal of {escape(title)}</title><style>{style}</style></head>'
        f"<body>{''.join(parts)}</body></html>\n"
    )


def _head(title: str, results: tuple[StepResult, ...], findings: Findings | None) -> str:
    failed = next((result for result in results if result.failure), None)
    verdict = f'<span class="bad">failed at: {escape(failed.title)}</span>' if failed else "every step succeeded"
    project = findings.project if findings else None
    named = f"{project.name} · {project.identifier} · account {project.account}" if project else "no project"
    facts = [("steps", str(len(results))), ("seconds", f"{_total(results):.0f}"), *_counted(findings)]
    cards = "".join(f'<div class="fact"><b>{escape(value)}</b>{escape(name)}</div>' for name, value in facts)
    return (
        f"<h1>{escape(title)}</h1><p>Rehearsal: {verdict}</p>"
        f'<p class="soft">{escape(named)}</p><div class="facts">{cards}</div>'
    )


def _counted(findings: Findings | None) -> Iterator[tuple[str, str]]:
    if findings:
        yield "models registered", str(len(findings.qualities))
        roles = [role for group in findings.usage.values() for role in group]
        yield "API calls of roles", f"{sum(sum(role.allowed.values()) + sum(role.denied.values()) for role in roles):,}"
        if findings.probed:
            yield "requests to production", f"{len(findings.probed):,}"
            yield "failed requests", str(len(failed_requests(findings.probed)))


def _steps(results: tuple[StepResult, ...]) -> str:
    total = _total(results) or 1.0
    rows = [
        (
            f'<td class="named">{escape(result.title)}</td>'
            f'<td class="number">{result.seconds:.1f} s</td><td>{timeline_bar(result, total)}</td>'
            f"<td>{_outcome(result)}</td>"
        )
        for result in results
    ]
    return f"<h2>Steps</h2>{_table(['step', '#time', 'when', 'result'], rows)}"


def _outcome(result: StepResult) -> str:
    return f'<pre class="bad">{escape(result.outcome)}</pre>' if result.failure else escape(result.outcome)


def _trainings(findings: Findings) -> Iterator[str]:
    yield "<h2>Training</h2>" if findings.trainings else ""
    for number, training in enumerate(findings.trainings, 1):
        reason = f': <span class="bad">{escape(training.reason)}</span>' if training.reason else ""
        yield f"<h3>Run {number} {training.status.lower()}{reason}</h3>{svg(training.definition, training.steps)}"


def _models(findings: Findings) -> Iterator[str]:
    if not findings.qualities:
        return
    names = list(dict.fromkeys(name for quality in findings.qualities for name in quality.metrics))
    rows = [
        f"<td>{escape(name)}</td>" + "".join(_number(quality, name) for quality in findings.qualities) for name in names
    ]
    columns = ["metric", *(f"#version {quality.number}" for quality in findings.qualities)]
    yield f"<h2>Models compared with the baselines</h2>{_table(columns, rows)}"
    last = findings.qualities[-1]
    images = "".join(f'<img alt="Plot {place}" src="{plot}">' for place, plot in enumerate(last.plots, 1))
    yield f'<h3>Plots of version {last.number}, from its own report</h3><div class="plots">{images}</div>'


def _number(quality: Quality, name: str) -> str:
    found = quality.metrics.get(name)
    return f'<td class="number">{"" if found is None else f"{found:,.4g}"}</td>'


def _availability(findings: Findings) -> Iterator[str]:
    if findings.probed:
        failed = len(failed_requests(findings.probed))
        state = "bad" if failed else "good"
        yield (
            f'<h2>Production availability</h2><p>{len(findings.probed):,} requests, <span class="{state}">'
            f"{failed} failed</span>. A dot is an answer; equal answers have one height and colour, so a "
            f"new model is a new line of dots.</p>{response_chart(findings.probed)}"
        )


def _attacks(findings: Findings) -> Iterator[str]:
    """Each attack once, though it is repeated: as it was not refused, if that has ever happened."""
    by_attack = {(item.attacker, item.sentence): item for item in findings.attempts}
    by_attack |= {(item.attacker, item.sentence): item for item in findings.attempts if item.verdict != "refused"}
    if by_attack:
        counted = f"{len(findings.attempts)} attempts of another project, between the steps."
        table = _table(["#finding", "attack", "by", "answer"], map(_attempt, by_attack.values()))
        yield f'<h2>Attacks</h2><p class="soft">{counted}</p>{table}'


def _attempt(item: Attempt) -> str:
    state = "good" if item.verdict == "refused" else "bad"
    answer = f'<span class="{state}">{item.verdict}</span> <small>{escape(item.answer[:ANSWER_LENGTH])}</small>'
    return (
        f'<td class="number">{item.finding}</td><td>{escape(item.sentence)}</td>'
        f"<td>{escape(item.attacker)}</td><td>{answer}</td>"
    )


def _roles(findings: Findings) -> str:
    note = (
        "From CloudTrail. AWS's event history has no data events (objects, log lines, predictions); the sandbox's has. "
        "Dashed: granted and not used in this rehearsal."
    )
    own = f"sagemaker-{findings.project.identifier}-"
    tables = "".join(
        f"<h3>{escape(account)}</h3>"
        + _table(["role", "used", "denied", "granted, not used"], [_role(role, own) for role in roles])
        for account, roles in findings.usage.items()
    )
    return f'<h2>Permissions used by each role</h2><p class="soft">{note}</p>{tables}'


def _role(usage: RoleUsage, own: str) -> str:
    allowed = [f"{action}  {count}" for action, count in usage.allowed.items()]
    denied = [f"{action}  {count}" for action, count in usage.denied.items()]
    cells = (_actions(allowed, ""), _actions(denied, "denied"), _actions(usage.unused, "unused"))
    return f'<td class="named">{escape(usage.name.removeprefix(own))}</td>' + "".join(
        f"<td>{cell}</td>" for cell in cells
    )


def _actions(texts: Iterable[str], kind: str) -> str:
    chips = "".join(f'<span class="action {kind}">{escape(text)}</span>' for text in texts)
    return f'<div class="actions">{chips}</div>'


def _retained(retained: tuple[str, ...]) -> str:
    return f'<h2>Retained when the project is deleted</h2><p class="soft">{escape(", ".join(retained))}</p>'


def _table(columns: list[str], rows: Iterable[str]) -> str:
    """A column name that starts with `#` marks numbers."""
    heads = "".join(
        f'<th class="number">{escape(name[1:])}</th>' if name.startswith("#") else f"<th>{escape(name)}</th>"
        for name in columns
    )
    return f"<table><tr>{heads}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _total(results: tuple[StepResult, ...]) -> float:
    return max((result.started + result.seconds for result in results), default=0.0)
