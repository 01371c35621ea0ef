"""`python -I <this folder> prepare|confirm`: the catalog's part of a deployment, in the project's own builds.

Isolated, so that no file of the repository is imported: neither from the current folder, nor through a variable.
"""

import argparse
import os
import sys
from pathlib import Path

import boto3

from deployment import outcome, withdrawal
from deployment.confirm import confirm
from deployment.copies import Copies
from deployment.prepare import Services, prepare
from deployment.settings import STAGES, Project, ReleaseError, read, read_settings


def connect() -> Services:
    session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
    owner = session.client("sts").get_caller_identity()["Account"]
    sagemaker, s3, pipeline = [session.client(name) for name in ("sagemaker", "s3", "codepipeline")]
    return Services(sagemaker, s3, pipeline, owner, session.region_name)


def run_prepare(repository: Path, folder: Path) -> str:
    settings, services = read_settings(), connect()
    for execution in withdrawal.withdraw(services.sagemaker, services.pipeline, settings.run):
        print(f"stopped the execution {execution}: its model was rejected")
    model = prepare(settings, services, repository, folder)
    print((folder / "summary.txt").read_text(), end="")
    return f"prepare version {model.version} for {', '.join(STAGES)}: good"


def run_confirm(prepared: Path, stage: str) -> str:
    project, services = read(Project), connect()
    copies = Copies(services.s3, project, services.owner)
    print(confirm(services.sagemaker, copies, prepared, stage))
    return f"confirm {stage}: good"


def main(arguments: list[str]) -> int:
    """`source` is what the build was given: the repository, or what `prepare` has written."""
    parser = argparse.ArgumentParser(prog="release", description=__doc__)
    parser.add_argument("action", choices=("prepare", "confirm"))
    parser.add_argument("source", type=Path)
    parser.add_argument("folder", type=Path, help="where results are written")
    parser.add_argument("--stage", choices=STAGES, default=STAGES[-1])
    given = parser.parse_args(arguments)
    try:
        done = run_prepare(given.source, given.folder) if given.action == "prepare" else ""
        done = done or run_confirm(given.source, given.stage)
    except ReleaseError as error:
        print(f"error: {error}", file=sys.stderr)
        outcome.write(given.folder, "", [str(error)])
        return 1
    outcome.write(given.folder, done, [])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
