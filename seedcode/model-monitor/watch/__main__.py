"""`python -m watch run`: one look at the model, as the build does it at every push and at every scheduled time."""

import argparse
import json
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import boto3

from watch import job, model, retraining, store, telling
from watch.settings import Settings, WatchError, read_settings

FOLDER = Path(__file__).parents[1]
OUTCOME = FOLDER / "build" / "outcome.txt"


class Clients(NamedTuple):
    sagemaker: Any
    s3: Any
    cloudwatch: Any
    sns: Any


def clients(region: str) -> Clients:
    session = boto3.Session(region_name=region)
    return Clients(*(session.client(name) for name in ("sagemaker", "s3", "cloudwatch", "sns")))


def run(settings: Settings, aws: Clients, now: datetime) -> str:
    """The sentence of the report. Raises WatchError where nothing can be said about the model."""
    name = f"monitor-{settings.sagemaker_project_id}-{now:%Y%m%d%H%M%S}"
    own, report = f"s3://{settings.artifact_bucket}", f"s3://{settings.artifact_bucket}/executions/monitor/{name}"
    request = job.request(settings, name, inputs(settings, aws, now, name), report)
    aws.sagemaker.create_processing_job(**request)
    job.finish(aws.sagemaker, name)
    found = store.read_document(aws.s3, f"{report}/result.json")
    telling.put_metrics(aws.cloudwatch, settings, found["metrics"])
    further = retraining.ask(aws.s3, settings, found["problems"], now)
    last = f"{own}/executions/monitor/last.json"
    if sentence := telling.news(found, store.read_document(aws.s3, last)):
        telling.send(aws.sns, settings, sentence, report, further)
    # Only now: a run that could not send its message is one that has told nothing.
    store.write(aws.s3, last, json.dumps({**found, "report": f"{report}/report.html"}).encode())
    return f"{found['sentence']} {further}".strip()


def inputs(settings: Settings, aws: Clients, now: datetime, name: str) -> job.Inputs:
    """What the job reads, each at a place of this project but for what was captured."""
    version = model.approved_version(aws.sagemaker, settings)
    captured = job.captured_manifest(aws.s3, settings, period(), now, name)
    labels = f"s3://{settings.artifact_bucket}/data/labels/"
    files = store.code(FOLDER)
    code = f"s3://{settings.artifact_bucket}/code/{store.digest(files)}"
    for path, body in files.items():
        store.write(aws.s3, f"{code}/{path}", body)
    there = any(True for _ in store.keys_below(aws.s3, labels))
    return job.Inputs(code, model.copy_baseline(aws.s3, version, settings), captured, labels if there else None)


def period() -> float:
    return float(tomllib.loads((FOLDER / "monitor.toml").read_text(encoding="utf-8"))["period"]["days"])


def tested(settings: Settings, s3: Any) -> str:
    """Where it is written that exactly this code has passed its tests."""
    return f"s3://{settings.artifact_bucket}/executions/tested/{store.digest(store.code(FOLDER))}.json"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m watch", description=__doc__)
    parser.add_argument("action", choices=["run", "was-tested", "keep-tested"])
    action = parser.parse_args().action
    try:
        settings = read_settings()
        aws = clients(settings.aws_region)
        if action == "was-tested":
            return 0 if store.read_document(aws.s3, tested(settings, aws.s3)) else 1
        if action == "keep-tested":
            store.write(aws.s3, tested(settings, aws.s3), b'{"passed": true}')
            return 0
        text, code = run(settings, aws, datetime.now(UTC)), 0
    except WatchError as error:
        text, code = str(error), 1
    print(text, file=sys.stderr if code else sys.stdout)
    OUTCOME.parent.mkdir(exist_ok=True)
    OUTCOME.write_text(telling.in_one_line(text) + "\n", encoding="utf-8")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
