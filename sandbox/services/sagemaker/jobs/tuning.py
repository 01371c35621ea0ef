"""Tuning jobs: a few training jobs with different hyperparameters, and the best of them."""

import random
from collections.abc import Iterator

from sandbox.api.errors import ServiceError
from sandbox.api.types import Record, Request
from sandbox.services.sagemaker.containers.failure import JobError
from sandbox.services.sagemaker.jobs.job import Job, JobType, start, wait
from sandbox.services.sagemaker.jobs.training import TRAINING
from sandbox.services.sagemaker.records.job_shapes import TrainingJob, TuningJob
from sandbox.services.sagemaker.records.resources import TRAINING_JOB, TUNING_JOB
from sandbox.services.sagemaker.records.tables import TAGS, set_members

_MOST_TRAINING_JOBS = 4


def work(job: Job[TuningJob]) -> Record:
    """At most four combinations, one after the other; they follow from the job's name alone."""
    configuration = job.record["HyperParameterTuningJobConfig"]
    definition = job.record.get("TrainingJobDefinition")
    if definition is None:
        raise JobError("SandboxNotImplemented: a tuning job with several definitions is not emulated by the sandbox")
    objective = configuration.get("HyperParameterTuningJobObjective") or definition["TuningObjective"]
    most = min(_MOST_TRAINING_JOBS, configuration["ResourceLimits"]["MaxNumberOfTrainingJobs"])
    trained = [_train(job, definition, *choice) for choice in _choices(job.name, configuration, most)]
    scored = [(value, record) for record in trained if (value := _score(record, objective)) is not None]
    if not scored:
        raise JobError("No training job succeeded after the maximum of failed jobs: see the training jobs' reasons")
    better = max if objective["Type"] == "Maximize" else min
    value, best = better(scored, key=lambda pair: pair[0])
    counters = {"Completed": len(scored), "InProgress": 0, "RetryableError": 0, "Stopped": 0}
    status = {"TrainingJobStatusCounters": {**counters, "NonRetryableError": len(trained) - len(scored)}}
    return {**status, "BestTrainingJob": _summary(best, objective, value)}


def _choices(name: str, configuration: Record, most: int) -> Iterator[tuple[int, dict[str, str]]]:
    generator = random.Random(name)  # noqa: S311 - the same job tries the same
    ranges = configuration.get("ParameterRanges", {})
    for number in range(1, most + 1):
        chosen = {
            values["Name"]: generator.choice(values["Values"])
            for values in ranges.get("CategoricalParameterRanges", [])
        }
        for limits in ranges.get("IntegerParameterRanges", []):
            chosen[limits["Name"]] = str(generator.randint(int(limits["MinValue"]), int(limits["MaxValue"])))
        for limits in ranges.get("ContinuousParameterRanges", []):
            value = generator.uniform(float(limits["MinValue"]), float(limits["MaxValue"]))
            chosen[limits["Name"]] = f"{value:.6g}"
        yield number, chosen


def _train(job: Job[TuningJob], definition: Record, number: int, chosen: dict[str, str]) -> TrainingJob:
    name = f"{job.name}-{number:03}"
    parameters = {**definition.get("StaticHyperParameters", {}), **chosen}
    # API Reference, CreateHyperParameterTuningJob: all training jobs that it starts get its tags.
    tags = [{"Key": key, "Value": value} for key, value in TAGS.here().get(job.arn, {}).items()]
    TRAINING_JOB.create({**definition, "HyperParameters": parameters, "TrainingJobName": name, "Tags": tags})
    record = TRAINING_JOB.here()[name]
    set_members(record, {"tuned": chosen, "TuningJobArn": job.arn})
    start(Job(TRAINING, record, job.role, job.credentials))
    wait(record["TrainingJobArn"])
    return record


def _score(record: TrainingJob, objective: Record) -> float | None:
    values = {metric["MetricName"]: metric["Value"] for metric in record.get("FinalMetricDataList", [])}
    return values.get(objective["MetricName"])


def _summary(record: TrainingJob, objective: Record, value: float) -> Record:
    """HyperParameterTrainingJobSummary of the best job."""
    members = ("TrainingJobName", "TrainingJobArn", "TrainingJobStatus", "CreationTime")
    metric = {"MetricName": objective["MetricName"], "Type": objective["Type"], "Value": value}
    return {
        **{name: member for name, member in record.items() if name in members},
        "TunedHyperParameters": record.get("tuned"),
        "FinalHyperParameterTuningJobObjectiveMetric": metric,
        "ObjectiveStatus": "Succeeded",
    }


def _role(request: Request) -> str:
    definition = request.get("TrainingJobDefinition") or next(iter(request.get("TrainingJobDefinitions", [])), None)
    if definition is None:
        raise ServiceError("ValidationException", "A tuning job needs TrainingJobDefinition.")
    return definition["RoleArn"]


TUNING = JobType(TUNING_JOB, "HyperParameter Tuning Job", work, _role, end_time="HyperParameterTuningEndTime")
