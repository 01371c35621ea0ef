"""`python -m deploy prepare`, `confirm` and `test <stage>`: what the project's builds run."""

import argparse
import os
import sys
from collections.abc import Sequence
from functools import partial
from itertools import chain
from pathlib import Path

import boto3

from deploy import calls, checks, identity, outcome, withdrawal
from deploy.comparison import compare
from deploy.prepare import prepare
from deploy.production import find
from deploy.settings import STAGES, Caller, DeployError, DeploymentSettings, Project, read

BUILD = Path("build")


def run_prepare() -> int:
    project, settings = read(Project), read(DeploymentSettings)
    session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
    sagemaker = session.client("sagemaker")
    for execution in withdrawal.withdraw(sagemaker, session.client("codepipeline"), settings):
        print(f"stopped the execution {execution}: its model was rejected")
    model = prepare(project, settings, sagemaker, session.client("s3"), BUILD)
    print(f"version {model.version} of {model.group} goes to {', '.join(STAGES)}")
    print((BUILD / "summary.txt").read_text(), end="")
    return ended(f"prepare version {model.version} for {', '.join(STAGES)}", [])


def run_confirm(stage: str) -> int:
    session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
    print(withdrawal.confirm(session.client("sagemaker"), withdrawal.folder(), stage))
    return ended(f"confirm {stage}", [])


def assume(session: boto3.Session, role: str) -> boto3.Session:
    """A session of a role that may call the endpoints of its account."""
    given = session.client("sts").assume_role(RoleArn=role, RoleSessionName="endpoint-test")["Credentials"]
    return boto3.Session(
        aws_access_key_id=given["AccessKeyId"],
        aws_secret_access_key=given["SecretAccessKey"],
        aws_session_token=given["SessionToken"],
        region_name=session.region_name,
    )


def run_test(stage: str) -> int:
    project, caller = read(Project), read(Caller)
    contract = checks.read_contract(project.endpoint_type)
    session = boto3.Session(region_name=os.environ.get("AWS_REGION"))
    owner = session.client("sts").get_caller_identity()["Account"]
    in_stage = assume(session, caller.test_role_arn)
    if (folder := identity.prepared()) is not None:
        proof = identity.is_the_prepared_model(in_stage.client("sagemaker"), project.endpoint_name(stage), folder)
        print(proof, flush=True)
        if not proof.good:
            return ended(f"test {stage}", [proof.text])
    ask = calls.connect(project, stage, in_stage, owner)
    in_production = find(stage, project, caller, partial(assume, session), owner)
    failed = []
    for finding in chain(checks.check(ask, contract), compare(ask, in_production, contract)):
        print(finding, flush=True)
        failed += [] if finding.good else [finding.text]
    return ended(f"test {stage}", failed)


def ended(action: str, problems: Sequence[str]) -> int:
    """Write the result of an action for the message about its build; return the exit code."""
    outcome.write(BUILD, f"{action}: good", problems)
    return 1 if problems else 0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("prepare", help="write build/: template, parameters per stage, summary")
    help_of = {"confirm": "fail if the prepared version is no longer approved", "test": "call the endpoint of a stage"}
    for name, text in help_of.items():
        actions.add_parser(name, help=text).add_argument("stage", choices=STAGES)
    arguments = parser.parse_args()
    try:
        if arguments.action == "prepare":
            return run_prepare()
        return (run_test if arguments.action == "test" else run_confirm)(arguments.stage)
    except DeployError as error:
        print(f"error: {error}", file=sys.stderr)
        return ended(arguments.action, [str(error)])


if __name__ == "__main__":
    raise SystemExit(main())
