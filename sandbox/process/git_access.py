"""What git on this machine needs to know to reach the sandbox's repositories: `<state>/gitconfig`, without a secret."""

import sys
from pathlib import Path

from sandbox.process import root_secret

_REPOSITORY = Path(__file__).parents[2]


def write_configuration(state: Path, endpoint: str) -> None:
    """Git asks the helper whenever the sandbox asks for credentials; elsewhere git's own settings hold.

    Git runs it in the clone, whose files may be anybody's: `-P` keeps Python from importing them.
    """
    python = f"PYTHONPATH={_quoted(_REPOSITORY)} {_quoted(sys.executable)} -P"
    command = f"{python} -m sandbox.process.git_helper {_quoted(state)}"
    helper = f"!{command}".replace("\\", "\\\\").replace('"', '\\"')
    lines = [f'[credential "{endpoint}"]', "\thelper =", f'\thelper = "{helper}"', "\tuseHttpPath = true"]
    root_secret.write_private(state / "gitconfig", "\n".join(lines) + "\n")


def _quoted(place: Path | str) -> str:
    return "'" + str(place).replace("'", "'\\''") + "'"
