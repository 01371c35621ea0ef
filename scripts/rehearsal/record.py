"""The record of a rehearsal: what its report shows, as JSON for other programs. Keys are sorted.

- accounts: by name (development, staging, production) the number of the `account` and its IAM `roles` by name, each
  with the actions that were `allowed` and `denied` (with counts), those that its policies `granted`, and those of them
  that are `unused`
- attacks: of another project between the steps, each with `finding`, `sentence`, `attacker`, `verdict` and `answer`
- started: the time in ISO 8601; calls from then on are counted, those of the project's deletion included
- product, and project: `account`, `id` and `name`; null when none was launched
- requests: to production, how many were `sent` and how many of them `failed`
- steps: in order, each with `title`, `outcome`, `failed`, `started` (seconds after the first) and `seconds`
"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from scripts.rehearsal.availability import failed_requests
from scripts.rehearsal.findings import Findings
from scripts.rehearsal.steps import StepResult
from scripts.rehearsal.usage import RoleUsage


def record(product: str, started: datetime, results: Sequence[StepResult], findings: Findings | None) -> str:
    """The text of the file."""
    probed = findings.probed if findings else ()
    document = {
        "accounts": dict(_account(name, roles) for name, roles in (findings.usage if findings else {}).items()),
        "attacks": [asdict(attempt) for attempt in (findings.attempts if findings else ())],
        "started": started.isoformat(timespec="milliseconds"),
        "product": product,
        "project": _project(findings) if findings else None,
        "requests": {"sent": len(probed), "failed": len(failed_requests(probed))},
        "steps": [_step(result) for result in results],
    }
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _project(findings: Findings) -> dict[str, str]:
    project = findings.project
    return {"account": project.account, "id": project.identifier, "name": project.name}


def _step(result: StepResult) -> dict[str, Any]:
    return {
        "started": round(result.started, 3),
        "failed": result.failure is not None,
        "outcome": result.outcome,
        "seconds": round(result.seconds, 3),
        "title": result.title,
    }


def _account(name: str, roles: Sequence[RoleUsage]) -> tuple[str, dict[str, Any]]:
    account, _, number = name.partition(" ")
    return account, {"account": number, "roles": {role.name: _role(role) for role in roles}}


def _role(usage: RoleUsage) -> dict[str, Any]:
    return {
        "allowed": dict(usage.allowed),
        "denied": dict(usage.denied),
        "granted": list(usage.granted),
        "unused": list(usage.unused),
    }
