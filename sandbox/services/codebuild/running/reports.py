"""The test reports of a build.

CodeBuild User Guide, "Report group naming", "Test report permissions", "Test report statuses". They are made in the
phase UPLOAD_ARTIFACTS, which follows a BUILD phase that failed but no earlier phase that did. The wording of a refusal
is recorded in github.com/aws/aws-cdk/issues/7367.
"""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn
from sandbox.api.loopback import Credentials
from sandbox.iam import permission_checks
from sandbox.machine import folders
from sandbox.services.codebuild.running import files
from sandbox.services.codebuild.running.buildspec import Buildspec, Files
from sandbox.services.codebuild.state.build import Build

_ACTIONS = (
    "codebuild:CreateReportGroup",
    "codebuild:CreateReport",
    "codebuild:BatchPutTestCases",
    "codebuild:UpdateReport",
)
_STATUSES = {"failure": "FAILED", "error": "ERROR", "skipped": "SKIPPED"}


class TestCase(NamedTuple):
    name: str
    status: str


class ReportError(Exception):
    """Reports that could not be made; the phase fails with it."""


def publish(build: Build, spec: Buildspec, source: Path, credentials: Credentials) -> Iterator[str]:
    """Make the reports of the buildspec; a line for the log about each."""
    problems = []
    for name, report in spec.reports.items():
        try:
            yield _publish(build, name, report, source, credentials)
        except ServiceError as error:
            problems.append(f"{name}: [error creating report group: {error.code}: {error.message}]")
    if problems:
        raise ReportError(f"Error in UPLOAD_ARTIFACTS phase: [{', '.join(problems)}]")


def _publish(build: Build, name: str, report: Files, source: Path, credentials: Credentials) -> str:
    group = name if name.startswith("arn:") else arn("codebuild", f"report-group/{build['projectName']}-{name}")
    for action in _ACTIONS:
        permission_checks.require(credentials, action, group)
    cases = [case for file, _ in files.matching(report, source) for case in _cases(file)]
    build.setdefault("reportArns", []).append(f"{group.replace(':report-group/', ':report/')}:{uuid.uuid4()}")
    failed = [case.name for case in cases if case.status in ("FAILED", "ERROR")]
    status = "INCOMPLETE" if not cases else "FAILED" if failed else "SUCCEEDED"
    folder = folders.kept("reports", build["id"].replace(":", "-"), name)
    files.copy(report, source, folder)
    failures = f", failed: {', '.join(failed)}" if failed else ""
    return f"Report {name}: {status}, {len(cases)} test cases{failures}; kept in {folder}"


def _cases(file: Path) -> Iterator[TestCase]:
    """The test cases of a JUnit XML file."""
    try:
        root = ElementTree.parse(file).getroot()  # noqa: S314 - what the build wrote, on this machine
    except ElementTree.ParseError as error:
        raise ReportError(f"Error processing reports: {file.name}: {error}") from error
    for case in root.iter("testcase"):
        status = next((_STATUSES[child.tag] for child in case if child.tag in _STATUSES), "SUCCEEDED")
        yield TestCase(f"{case.get('classname', '')}.{case.get('name', '')}".strip("."), status)
