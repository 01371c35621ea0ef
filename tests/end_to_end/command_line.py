"""The command line under the profiles of different people."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from scripts.rehearsal.rehearse import ROLES

ROOT = Path(__file__).resolve().parents[2]
OFFERED = frozenset(yaml.safe_load((ROOT / "portfolios" / "mlops-projects.yaml").read_text())["products"])
"""The products of the portfolio that is published."""
PEOPLE = {role: "data-scientist" if role == "scientist" else role for role in ROLES}
"""The sandbox's profile for each role of a rehearsal."""
AS = [word for role, profile in PEOPLE.items() for word in ("--as", f"{role}={profile}")]

ATTACKED = [*AS, "--as", "attacker=data-scientist", "--as", "outsider=outsider"]
"""The same, beside a project whose team attacks the rehearsed one."""


@dataclass(frozen=True)
class CommandLine:
    """`python -m scripts` against one sandbox, from one checkout."""

    sandbox: Any
    root: Path = ROOT

    def environment(self, person: str) -> dict[str, str]:
        """The environment of a terminal in which a person works."""
        return self.sandbox.terminal(person)

    def __call__(self, person: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        if person == "publisher":
            self.deploy_publisher()
        return subprocess.run(
            [sys.executable, "-m", "scripts", *arguments],
            cwd=self.root,
            env=self.environment(person) | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def deploy_publisher(self) -> None:
        """The hub's administrator deploys the role that publishes, once in every sandbox."""
        if not getattr(self.sandbox, "has_publisher", False):
            done = self("hub", "publisher")
            assert done.returncode == 0, done.stderr
            self.sandbox.has_publisher = True

    def published(self) -> str:
        """What a first publish prints."""
        done = self("publisher", "publish")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout
