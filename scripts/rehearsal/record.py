"""The record of a rehearsal: what its report shows, as JSON for whoever computes with it. Keys are sorted.

- accounts: by part (development, staging, production) the number of the `account` and the `roles` by name, each with
  the actions that were `allowed` and `denied` (and how often), those that its policies `granted`, and the `unused` of
  these
- began: when, in ISO 8601; calls from then on are counted, those of the project's deletion among them
- product, and project: `account`, `id` and `name`; null when none was launched
- requests: to production, how many were `asked` and how many of them `failed`
- stages: in order, each with `title`, `outcome`, `failed`, `began` (seconds after the first) and `seconds`
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from scripts.rehearsal.findings import Findings
from scripts.rehearsal.stages import Passed
from scripts.rehearsal.traffic import failures
from scripts.rehearsal.usage import RoleUse


def record(product: str, began: datetime, passed: Sequence[Passed], findings: Findings | None) -> str:
    """The text of the file."""
    asked = findings.asked if findings else ()
    document = {
        "accounts": dict(_account(named, roles) for named, roles in (findings.uses if findings else {}).items()),
        "began": began.isoformat(timespec="milliseconds"),
        "product": product,
        "project": _project(findings) if findings else None,
        "requests": {"asked": len(asked), "failed": len(failures(asked))},
        "stages": [_stage(each) for each in passed],
    }
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _project(findings: Findings) -> dict[str, str]:
    project = findings.project
    return {"account": project.account, "id": project.identifier, "name": project.name}


def _stage(passed: Passed) -> dict[str, Any]:
    return {
        "began": round(passed.began, 3),
        "failed": passed.failure is not None,
        "outcome": passed.outcome,
        "seconds": round(passed.seconds, 3),
        "title": passed.title,
    }


def _account(named: str, roles: Sequence[RoleUse]) -> tuple[str, dict[str, Any]]:
    part, _, number = named.partition(" ")
    return part, {"account": number, "roles": {use.name: _role(use) for use in roles}}


def _role(use: RoleUse) -> dict[str, Any]:
    return {
        "allowed": dict(use.allowed),
        "denied": dict(use.denied),
        "granted": list(use.granted),
        "unused": list(use.unused),
    }
