"""Command line of the sandbox: serve, start, stop."""

import argparse
import sys
from pathlib import Path

from sandbox.process import lifecycle


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("verb", choices=["serve", "start", "stop"], help="in the foreground, in the background, end it")
    parser.add_argument("--port", type=int, default=4566, help="where to serve")
    parser.add_argument("--state", type=Path, default=Path(".sandbox"), help="folder that keeps everything")
    arguments = parser.parse_args()
    state = arguments.state.resolve()
    try:
        match arguments.verb:
            case "serve":
                lifecycle.serve(arguments.port, state)
            case "start":
                lifecycle.start(arguments.port, state)
            case _:
                lifecycle.stop(state)
    except lifecycle.SandboxError as error:
        sys.stderr.write(f"error: {error}\n hint: {error.hint}\n")
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
