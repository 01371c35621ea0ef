"""The test reports of a build.

CodeBuild user guide, "Report group naming", "Test report permissions", "Test report statuses". They are made in the
phase UPLOAD_ARTIFACTS, which follows a BUILD phase that failed but no earlier phase that did. The words of a refusal
are AWS's, as github.com/aws/aws-cdk/issues/7367 quotes them.
"""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn
from sandbox.api.loopback import Credentials
from sandbox.iam import permission_checks
from sandbox.machine import folders
from sandbox.services.codebuild.running import files
from sandbox.services.codebuild.running.buildspec import Buildspec, Files

Record = dict[str, Any]
_NEEDED = tuple(
    f"codebuild:{each}" for each in ("CreateReportGroup", "CreateReport", "BatchPutTestCases", "UpdateReport")
)


class ReportError(Exception):
    """Reports that could not be made; the phase fails with it."""


def publish(build: Record, spec: Buildspec, source: Path, credentials: Credentials) -> Iterator[str]:
    """Make the reports of the buildspec, and say what is in each."""
    problems = []
    for name, wanted in spec.reports.items():
        try:
            yield _report(build, (name, wanted), source, credentials)
        except ServiceError as error:
            problems.append(f"{name}: [error creating report group: {error.code}: {error.message}]")
    if problems:
        raise ReportError(f"Error in UPLOAD_ARTIFACTS phase: [{', '.join(problems)}]")


def _report(build: Record, named: tuple[str, Files], source: Path, credentials: Credentials) -> str:
    name, wanted = named
    group = name if name.startswith("arn:") else arn("codebuild", f"report-group/{build['projectName']}-{name}")
    for action in _NEEDED:
        permission_checks.require(credentials, action, group)
    cases = [case for file, _ in files.matching(wanted, source) for case in _cases(file)]
    build.setdefault("reportArns", []).append(f"{group.replace(':report-group/', ':report/')}:{uuid.uuid4()}")
    failed = [case["name"] for case in cases if case["status"] in ("FAILED", "ERROR")]
    status = "INCOMPLETE" if not cases else "FAILED" if failed else "SUCCEEDED"
    folder = folders.kept("reports", build["id"].replace(":", "-"), name)
    files.copy(wanted, source, folder)
    missed = f", failed: {', '.join(failed)}" if failed else ""
    return f"Report {name}: {status}, {len(cases)} test cases{missed}; kept in {folder}"


def _cases(file: Path) -> Iterator[Record]:
    """The test cases of a JUnit XML file."""
    try:
        root = ElementTree.parse(file).getroot()  # noqa: S314 - what the build wrote, on this machine
    except ElementTree.ParseError as error:
        raise ReportError(f"Error processing reports: {file.name}: {error}") from error
    kinds = {"failure": "FAILED", "error": "ERROR", "skipped": "SKIPPED"}
    for case in root.iter("testcase"):
        status = next((kinds[each.tag] for each in case if each.tag in kinds), "SUCCEEDED")
        yield {"name": f"{case.get('classname', '')}.{case.get('name', '')}".strip("."), "status": status}
