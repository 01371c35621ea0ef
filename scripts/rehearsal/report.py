"""The report of a rehearsal: one page that needs nothing but itself."""

from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from scripts.rehearsal.charts import answers, share
from scripts.rehearsal.findings import Findings, Quality
from scripts.rehearsal.graph import picture
from scripts.rehearsal.stages import Passed
from scripts.rehearsal.traffic import failures
from scripts.rehearsal.usage import RoleUse


def page(title: str, passed: tuple[Passed, ...], findings: Findings | None, retained: tuple[str, ...]) -> str:
    """The whole page. `retained` are the logical ids of what stays by design when the project is deleted."""
    style = Path(__file__).with_name("report.css").read_text(encoding="utf-8")
    parts = [_head(title, passed, findings), _stages(passed)]
    if findings:
        parts += [*_trainings(findings), *_models(findings), *_traffic(findings), _roles(findings), _kept(retained)]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" '
        f'content="width=device-width"><title>Rehearsal of {escape(title)}</title><style>{style}</style></head>'
        f"<body>{''.join(parts)}</body></html>\n"
    )


def _head(title: str, passed: tuple[Passed, ...], findings: Findings | None) -> str:
    failed = next((each for each in passed if each.failure), None)
    verdict = f'<span class="bad">failed at: {escape(failed.title)}</span>' if failed else "every stage passed"
    project = findings.project if findings else None
    named = f"{project.name} · {project.identifier} · account {project.account}" if project else "no project"
    facts = [("stages", str(len(passed))), ("seconds", f"{_total(passed):.0f}"), *_counted(findings)]
    cards = "".join(f'<div class="fact"><b>{escape(value)}</b>{escape(name)}</div>' for name, value in facts)
    return (
        f"<h1>{escape(title)}</h1><p>Rehearsal: {verdict}</p>"
        f'<p class="soft">{escape(named)}</p><div class="facts">{cards}</div>'
    )


def _counted(findings: Findings | None) -> Iterator[tuple[str, str]]:
    if findings:
        yield "models registered", str(len(findings.qualities))
        uses = [use for each in findings.uses.values() for use in each]
        yield "calls of roles", f"{sum(sum(use.allowed.values()) + sum(use.denied.values()) for use in uses):,}"
        if findings.asked:
            yield "requests to production", f"{len(findings.asked):,}"
            yield "requests that failed", str(len(failures(findings.asked)))


def _stages(passed: tuple[Passed, ...]) -> str:
    total = _total(passed) or 1.0
    rows = [
        (
            f'<td class="named">{escape(each.title)}</td>'
            f'<td class="number">{each.seconds:.1f} s</td><td>{share(each, total)}</td>'
            f"<td>{_outcome(each)}</td>"
        )
        for each in passed
    ]
    return f"<h2>Stages</h2>{_table(['stage', '#time', 'when', 'what came of it'], rows)}"


def _outcome(passed: Passed) -> str:
    return f'<pre class="bad">{escape(passed.outcome)}</pre>' if passed.failure else escape(passed.outcome)


def _trainings(findings: Findings) -> Iterator[str]:
    yield "<h2>Training</h2>" if findings.trainings else ""
    for number, training in enumerate(findings.trainings, 1):
        reason = f': <span class="bad">{escape(training.reason)}</span>' if training.reason else ""
        yield f"<h3>Run {number} {training.status.lower()}{reason}</h3>{picture(training.definition, training.steps)}"


def _models(findings: Findings) -> Iterator[str]:
    if not findings.qualities:
        return
    names = list(dict.fromkeys(name for quality in findings.qualities for name in quality.measured))
    rows = [
        f"<td>{escape(name)}</td>" + "".join(_number(quality, name) for quality in findings.qualities) for name in names
    ]
    columns = ["measure", *(f"#version {quality.number}" for quality in findings.qualities)]
    yield f"<h2>Models, beside what needs no model</h2>{_table(columns, rows)}"
    last = findings.qualities[-1]
    pictures = "".join(f'<img alt="Plot {place}" src="{plot}">' for place, plot in enumerate(last.plots, 1))
    yield f'<h3>Plots of version {last.number}, from its own report</h3><div class="plots">{pictures}</div>'


def _number(quality: Quality, name: str) -> str:
    found = quality.measured.get(name)
    return f'<td class="number">{"" if found is None else f"{found:,.4g}"}</td>'


def _traffic(findings: Findings) -> Iterator[str]:
    if findings.asked:
        failed = len(failures(findings.asked))
        state = "bad" if failed else "good"
        yield (
            f'<h2>Production, asked all the time</h2><p>{len(findings.asked):,} requests, <span class="{state}">'
            f"{failed} failed</span>. A dot is an answer; its height and colour say which one, so a promotion is a "
            f"step.</p>{answers(findings.asked)}"
        )


def _roles(findings: Findings) -> str:
    said = (
        "From CloudTrail. AWS's event history leaves calls on data out (objects, log lines, predictions); the sandbox "
        "shows them too. Dashed: granted and not used in this rehearsal."
    )
    own = f"sagemaker-{findings.project.identifier}-"
    tables = "".join(
        f"<h3>{escape(account)}</h3>"
        + _table(["role", "used", "denied", "granted, not used"], [_role(use, own) for use in uses])
        for account, uses in findings.uses.items()
    )
    return f'<h2>What each role was used for</h2><p class="soft">{said}</p>{tables}'


def _role(use: RoleUse, own: str) -> str:
    allowed = [f"{action}  {count}" for action, count in use.allowed.items()]
    denied = [f"{action}  {count}" for action, count in use.denied.items()]
    cells = (_actions(allowed, ""), _actions(denied, "denied"), _actions(use.unused, "unused"))
    return f'<td class="named">{escape(use.name.removeprefix(own))}</td>' + "".join(
        f"<td>{cell}</td>" for cell in cells
    )


def _actions(texts: Iterable[str], kind: str) -> str:
    chips = "".join(f'<span class="action {kind}">{escape(text)}</span>' for text in texts)
    return f'<div class="actions">{chips}</div>'


def _kept(retained: tuple[str, ...]) -> str:
    return f'<h2>What stays when the project is deleted</h2><p class="soft">{escape(", ".join(retained))}</p>'


def _table(columns: list[str], rows: Iterable[str]) -> str:
    """Columns that start with `#` hold numbers."""
    heads = "".join(
        f'<th class="number">{escape(name[1:])}</th>' if name.startswith("#") else f"<th>{escape(name)}</th>"
        for name in columns
    )
    return f"<table><tr>{heads}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _total(passed: tuple[Passed, ...]) -> float:
    return max((each.began + each.seconds for each in passed), default=0.0)
