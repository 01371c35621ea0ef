"""Runs the scanners, two at a time, and holds their findings against the exceptions."""

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date

from scripts.configuration import Workspace
from scripts.configuration.documents import suggestion
from scripts.errors import ConfigurationError
from scripts.gate.findings import Finding, Report
from scripts.gate.suppressions import Verdict, read_suppressions, verdict

Scan = Callable[[Workspace], Sequence[Finding]]
AT_ONCE = 2


def chosen(scanners: Mapping[str, Scan], tools: Sequence[str]) -> Mapping[str, Scan]:
    """The scanners of these tools, or all of them if none is named."""
    for tool in tools:
        if tool not in scanners:
            raise ConfigurationError(f"unknown tool `{tool}`", hint=suggestion(tool, scanners))
    return {tool: scan for tool, scan in scanners.items() if not tools or tool in tools}


def run_scanners(workspace: Workspace, scanners: Mapping[str, Scan]) -> tuple[Report, ...]:
    """The reports of all scanners, in their order."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        reports = [pool.submit(_report, workspace, tool, scan) for tool, scan in scanners.items()]
        return tuple(report.result() for report in reports)


def judge(workspace: Workspace, reports: Sequence[Report], known: Sequence[str], today: date) -> Verdict:
    """The findings of all reports, held against the exceptions. Those of tools that did not run are left out."""
    path = workspace.root / "scripts" / "gate" / "suppressions.toml"
    ran = {report.tool for report in reports}
    entries = [
        entry
        for entry in read_suppressions(path, workspace.place(path))
        if entry.tool in ran or entry.tool not in known
    ]
    findings = (finding for report in reports for finding in report.findings)
    return verdict(findings, entries, known, today)


def require_clean(outcome: Verdict) -> None:
    """Raises ConfigurationError when a finding is open or an exception is wrong."""
    counts = {"open findings": len(outcome.open), "wrong suppressions": len(outcome.problems)}
    problem = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    if problem:
        raise ConfigurationError(problem, hint="each is listed above with its place")


def rows(reports: Sequence[Report], outcome: Verdict) -> list[tuple[str, ...]]:
    """One line for each tool: how many findings are open and suppressed, and the seconds."""
    still = [finding.tool for finding in outcome.open]
    return [
        (
            report.tool,
            str(still.count(report.tool)),
            str(len(report.findings) - still.count(report.tool)),
            f"{report.seconds:.1f}",
        )
        for report in reports
    ]


def _report(workspace: Workspace, tool: str, scan: Scan) -> Report:
    began = time.monotonic()
    findings = tuple(sorted(set(scan(workspace))))
    return Report(tool, findings, time.monotonic() - began)
