"""`python -m venv FOLDER` where nothing is installed: commands that run the Python that is there."""

import os
import sys
from pathlib import Path

_COMMANDS = {"python": "", "python3": "", "pip": "-m pip", "pip3": "-m pip"}


def main(arguments: list[str]) -> None:
    for folder in (Path(argument) for argument in arguments if not argument.startswith("-")):
        (folder / "bin").mkdir(parents=True, exist_ok=True)
        for name, module in _COMMANDS.items():
            command = folder / "bin" / name
            command.write_text(f'#!/bin/sh\nexec "{os.environ["SANDBOX_PYTHON"]}" {module} "$@"\n')
            command.chmod(0o755)


if __name__ == "__main__":
    main(sys.argv[1:])
