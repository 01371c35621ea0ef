"""Creates the stacks of `.taskcat.yml` with taskcat, says how each ended, and deletes them.

Runs in an environment of its own, because taskcat's pins fight with the catalog's: nothing imports this file, and it
imports nothing of the catalog. taskcat uploads templates with an access control list, which no new bucket takes (S3
User Guide, "Controlling ownership of objects and disabling ACLs"), so they are put into a bucket before.

    .venv-taskcat/bin/python scripts/taskcat/stacks.py [test ...] [Parameter=value ...]
"""

import logging
import secrets
import string
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import yaml
from botocore.exceptions import BotoCoreError, ClientError
from taskcat.exceptions import TaskCatException
from taskcat.testing import CFNTest

CONFIGURATION = ".taskcat.yml"
POLL_SECONDS = 2.0
ID, ID_LETTERS = "SageMakerProjectId", 12
"""SageMaker API reference, CreateProject: a project's id is p- and 12 or 13 letters and digits."""
BUCKET = "{project}-taskcat-{account}-{region}"
FAILURES = (TaskCatException, BotoCoreError, ClientError)


class Silence:
    """In place of taskcat's printer, which redraws the terminal: waits until no stack is on its way."""

    def report_test_progress(self, stacker: Any) -> None:
        while stacker.status()["IN_PROGRESS"]:
            time.sleep(POLL_SECONDS)


def main(arguments: list[str]) -> int:
    """The exit code: 0 if every stack was created and deleted, 1 if not, 2 for an unknown test."""
    chosen = [word for word in arguments if "=" not in word]
    values = dict(word.split("=", 1) for word in arguments if "=" in word)
    configuration = yaml.safe_load(Path(CONFIGURATION).read_text(encoding="utf-8"))
    unknown = sorted(set(chosen) - set(configuration["tests"]))
    if unknown:
        print(f"error: {CONFIGURATION} has no test {unknown[0]}\n hint: one of {', '.join(configuration['tests'])}")
        return 2
    logging.getLogger("taskcat").setLevel(logging.CRITICAL)
    tests = dict(_possible(configuration["tests"], chosen, values))
    try:
        return max([one(configuration | {"tests": {name: test}}) for name, test in tests.items()], default=0)
    except FAILURES as error:
        print(f"error: {error}\n hint: publish to this account first; taskcat acts with its credentials")
        return 1


def one(configuration: dict[str, Any]) -> int:
    """One test at a time: taskcat gives the stacks of several ones each other's tags (`Stacker.create_stacks`)."""
    upload(configuration)
    return report(run(configuration))


def _possible(tests: dict[str, Any], chosen: list[str], values: dict[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The chosen tests with the given values; one that lacks a value is left out, and that is printed.

    Every run has a project id of its own: a project's repositories, bucket and key stay when its stack is deleted.
    """
    for name in chosen or tests:
        drawn = {ID: "p-" + "".join(secrets.choice(string.ascii_lowercase) for _ in range(ID_LETTERS))}
        parameters = {key: values.get(key, value) for key, value in (tests[name]["parameters"] | drawn).items()}
        missing = [key for key, value in parameters.items() if not value]
        if missing:
            print(f"taskcat   left out {name}: give PARAMETERS={missing[0]}=<value>")
        else:
            yield name, tests[name] | {"parameters": parameters}


def upload(configuration: dict[str, Any]) -> None:
    """The templates in the account's bucket for them, at the keys at which taskcat looks."""
    session = boto3.Session()
    region, account = session.region_name, session.client("sts").get_caller_identity()["Account"]
    storage, project = session.client("s3"), configuration["project"]["name"]
    bucket = BUCKET.format(project=project, account=account, region=region)
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    if bucket not in {each["Name"] for each in storage.list_buckets()["Buckets"]}:
        storage.create_bucket(Bucket=bucket, **place)
    for test in configuration["tests"].values():
        storage.upload_file(test["template"], bucket, f"{project}/{test['template']}")
    configuration["project"] |= {"s3_bucket": bucket, "regions": [region]}


def run(configuration: dict[str, Any]) -> CFNTest:
    test = CFNTest.from_dict(configuration, project_root=str(Path.cwd()))
    test.printer, test.skip_upload, test.dont_wait_for_delete = Silence(), True, False
    test.run()
    return test


def report(test: CFNTest) -> int:
    """Print how each stack ended, then delete them all."""
    failed = 0
    for stack in test.result:
        reasons = _reasons(stack)
        failed += bool(reasons)
        print(f"taskcat   {'failed' if reasons else 'passed'}  {stack.test_name} in {stack.region_name}")
        for reason in reasons:
            print(f"            {reason}")
    try:
        test.clean_up()
    except TaskCatException:
        # Raised after the deletion as well, if a stack was not created before.
        if not failed:
            raise
    print("taskcat   stack deleted; repositories, bucket and key of the project stay, as after any deletion")
    return 1 if failed else 0


def _reasons(stack: Any) -> list[str]:
    """Why a stack was not created; nothing if it was."""
    if stack.status == "CREATE_COMPLETE":
        return []
    events = [event for event in stack.events() if event.status.endswith("FAILED")]
    return [f"{event.logical_id}: {event.status_reason}" for event in events] or [stack.status_reason]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
