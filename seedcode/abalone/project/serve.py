"""Serves the model of a local run with the program of the image: GET /ping, POST /invocations."""

import argparse
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "container"))

from serving import Server, application

__all__ = ["application"]

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=Path("build/model"))
    parser.add_argument("--port", type=int, default=8080)
    arguments = parser.parse_args()
    os.environ |= {"SERVE_ADDRESS": "127.0.0.1", "SAGEMAKER_BIND_TO_PORT": str(arguments.port)}
    del sys.argv[1:]  # gunicorn would read them
    Server(arguments.model.resolve()).run()
