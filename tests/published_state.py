"""The catalog is published once in a run of the tests; the sandboxes that need it start from copies of that state.

Of the processes that run the tests, the first that needs the state makes it, and the others wait for it. A copy has a
place, a port, a secret and sessions of its own, as a new sandbox has. Tests of the publisher itself still publish.
"""

import fcntl
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.end_to_end.command_line import CommandLine

# What the next start makes anew, and the sessions of whoever published.
OWN = ("aws-config", "gitconfig", "log", "pid", "port", "secret", "engine/sts.json")


@dataclass(frozen=True)
class PublishedState:
    """The folder of a sandbox that has stopped after a first publish, and what that publish printed."""

    folder: Path
    printed: str

    def copy_to(self, sandbox: Any) -> None:
        """Before its first start."""
        shutil.copytree(self.folder, sandbox.state, dirs_exist_ok=True)
        for name in OWN:
            (sandbox.state / name).unlink(missing_ok=True)
        # A queue's address, which a stack has as its output, names the port.
        former = f"127.0.0.1:{(self.folder / 'port').read_text()}/"
        for records in (sandbox.state / "engine").glob("*.json"):
            text = records.read_text(encoding="utf-8")
            if former in text:
                records.write_text(text.replace(former, f"127.0.0.1:{sandbox.port}/"), encoding="utf-8")
        sandbox.has_publisher = True


def publish_once(shared: Path, make_sandbox: Any) -> PublishedState:
    """The state in a folder that all processes of a run share, made by the first of them."""
    folder, printed = shared / "published" / "state", shared / "published" / "printed"
    folder.mkdir(parents=True, exist_ok=True)
    with (shared / "published" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not printed.exists():
            shutil.rmtree(folder)
            sandbox = make_sandbox(folder).start()
            try:
                text = CommandLine(sandbox).published()
            finally:
                sandbox.run("stop")
            printed.write_text(text, encoding="utf-8")
    return PublishedState(folder, printed.read_text(encoding="utf-8"))
