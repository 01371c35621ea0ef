"""Tuning jobs: a few training jobs with different hyperparameters, and which of them was best."""

import random
from collections.abc import Iterator

from sandbox.api.identifiers import arn, now
from sandbox.services.sagemaker.api.resources import STORE
from sandbox.services.sagemaker.jobs import training
from sandbox.services.sagemaker.jobs.failure import JobError
from sandbox.services.sagemaker.jobs.job import Job, JobKind, Record, start, wait

TRAINING = JobKind("TrainingJob", "Training Job", training.work, "/aws/sagemaker/TrainingJobs")
_MOST = 4


def work(job: Job) -> Record:
    """At most four combinations, one after the other; what they are follows from the job's name alone."""
    configuration = job.record["HyperParameterTuningJobConfig"]
    if "TrainingJobDefinition" not in job.record:
        raise JobError("SandboxNotImplemented: a tuning job with several definitions is not emulated by the sandbox")
    objective = configuration.get("HyperParameterTuningJobObjective") or _own_objective(job)
    most = min(_MOST, configuration["ResourceLimits"]["MaxNumberOfTrainingJobs"])
    tried = [_train(job, number, chosen) for number, chosen in _choices(job.name, configuration, most)]
    measured = [(_measured(each, objective), each) for each in tried]
    scored = [(value, each) for value, each in measured if value is not None]
    if not scored:
        raise JobError("No training job succeeded after the maximum of failed jobs: see the training jobs' reasons")
    better = max if objective["Type"] == "Maximize" else min
    value, best = better(scored, key=lambda each: each[0])
    counters = {"Completed": len(scored), "InProgress": 0, "RetryableError": 0, "Stopped": 0}
    status = {"TrainingJobStatusCounters": {**counters, "NonRetryableError": len(tried) - len(scored)}}
    return {**status, "BestTrainingJob": _summary(best, objective, value)}


def _own_objective(job: Job) -> Record:
    return job.record["TrainingJobDefinition"]["TuningObjective"]


def _choices(name: str, configuration: Record, most: int) -> Iterator[tuple[int, dict[str, str]]]:
    generator = random.Random(name)  # noqa: S311 - the same job tries the same
    ranges = configuration.get("ParameterRanges", {})
    for number in range(1, most + 1):
        chosen = {
            each["Name"]: generator.choice(each["Values"]) for each in ranges.get("CategoricalParameterRanges", [])
        }
        for each in ranges.get("IntegerParameterRanges", []):
            chosen[each["Name"]] = str(generator.randint(int(each["MinValue"]), int(each["MaxValue"])))
        for each in ranges.get("ContinuousParameterRanges", []):
            chosen[each["Name"]] = f"{generator.uniform(float(each['MinValue']), float(each['MaxValue'])):.6g}"
        yield number, chosen


def _train(job: Job, number: int, chosen: dict[str, str]) -> Record:
    definition, name = job.record["TrainingJobDefinition"], f"{job.name}-{number:03}"
    record = {
        **definition,
        "HyperParameters": {**definition.get("StaticHyperParameters", {}), **chosen},
        "tuned": chosen,
        "TrainingJobName": name,
        "TrainingJobArn": arn("sagemaker", f"training-job/{name}"),
        "TuningJobArn": job.arn,
        "CreationTime": now(),
        "LastModifiedTime": now(),
    }
    STORE.here("TrainingJob")[name] = record
    STORE.here("tags")[record["TrainingJobArn"]] = {}
    start(Job(TRAINING, record, job.role, job.credentials))
    wait(record["TrainingJobArn"])
    return record


def _measured(record: Record, objective: Record) -> float | None:
    values = {each["MetricName"]: each["Value"] for each in record.get("FinalMetricDataList", [])}
    return values.get(objective["MetricName"])


def _summary(record: Record, objective: Record, value: float) -> Record:
    members = ("TrainingJobName", "TrainingJobArn", "TrainingJobStatus", "CreationTime")
    metric = {"MetricName": objective["MetricName"], "Type": objective["Type"], "Value": value}
    summary = {name: record[name] for name in members}
    final = {"FinalHyperParameterTuningJobObjectiveMetric": metric, "ObjectiveStatus": "Succeeded"}
    return {**summary, "TunedHyperParameters": record["tuned"], **final}
