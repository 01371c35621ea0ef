"""Jobs as SageMaker's API has them: created under a role that trusts SageMaker, described, listed, stopped."""

from collections.abc import Callable
from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.api.service import Operation
from sandbox.services.sagemaker.api import quotas
from sandbox.services.sagemaker.api.instance_types import refuse_key
from sandbox.services.sagemaker.api.named_resources import MODEL
from sandbox.services.sagemaker.api.resources import STORE, Kind, create, find
from sandbox.services.sagemaker.api.roles import assumed
from sandbox.services.sagemaker.jobs import job, processing, transform, tuning
from sandbox.services.sagemaker.jobs.job import Job, JobKind
from sandbox.world import networks

Request = dict[str, Any]


def _own_role(record: Request) -> str:
    return record["RoleArn"]


def _role_of_model(record: Request) -> str:
    """A transform job has the rights of its model."""
    return find(MODEL, record["ModelName"])["ExecutionRoleArn"]


def _role_of_training(record: Request) -> str:
    definition = record.get("TrainingJobDefinition") or next(iter(record.get("TrainingJobDefinitions", [])), None)
    if definition is None:
        raise ServiceError("ValidationException", "A tuning job needs TrainingJobDefinition.")
    return definition["RoleArn"]


_PROCESSING = JobKind("ProcessingJob", "Processing Job", processing.work, "/aws/sagemaker/ProcessingJobs")
_TRANSFORM = JobKind("TransformJob", "Transform Job", transform.work)
_TUNING = JobKind("HyperParameterTuningJob", "HyperParameter Tuning Job", tuning.work)
_JOBS: tuple[tuple[JobKind, Callable[[Request], str]], ...] = (
    (_PROCESSING, _own_role),
    (tuning.TRAINING, _own_role),
    (_TRANSFORM, _role_of_model),
    (_TUNING, _role_of_training),
)
_PATHS = {
    "ProcessingJob": "processing-job",
    "TrainingJob": "training-job",
    "TransformJob": "transform-job",
    "HyperParameterTuningJob": "hyper-parameter-tuning-job",
}
KINDS = {each.noun: Kind(each.noun, _PATHS[each.noun]) for each, _ in _JOBS}


def operations() -> dict[str, Operation]:
    """The operations of every kind of job."""
    made: dict[str, Operation] = {}
    for each, role in _JOBS:
        kind = KINDS[each.noun]
        plain = kind.operations()
        made |= {name: plain[name] for name in (f"Describe{kind.noun}", f"List{kind.noun}s")}
        made |= {f"Create{kind.noun}": _create(each, role), f"Stop{kind.noun}": _stop(each)}
    return made


def _require_network(request: Request) -> None:
    """A training or tuning job has its network at the top, a processing job one level down."""
    definition = request.get("TrainingJobDefinition") or {}
    nested = request.get("NetworkConfig") or {}
    place = request.get("VpcConfig") or definition.get("VpcConfig") or nested.get("VpcConfig") or {}
    missing = networks.problem(None, place.get("Subnets", []), place.get("SecurityGroupIds", []))
    if missing:
        raise ServiceError("ValidationException", missing)


def _create(kind: JobKind, role: Callable[[Request], str]) -> Operation:
    def operation(request: Request) -> Request:
        plain, name = KINDS[kind.noun], request[f"{kind.noun}Name"]
        _require_network(request)
        given = role(request)
        _refuse_key(request)
        credentials = assumed(given, plain.arn(name))
        quotas.require_for_job(kind.noun, request)
        answer = create(plain, request)
        job.start(Job(kind, STORE.here(kind.noun)[name], given, credentials))
        return answer

    return operation


def _refuse_key(request: Request) -> None:
    machines = request.get("ProcessingResources", {}).get("ClusterConfig") or request.get("ResourceConfig")
    machines = machines or request.get("TransformResources") or {}
    refuse_key(machines.get("VolumeKmsKeyId"), "VolumeKmsKeyId", [machines.get("InstanceType", "")])


def _stop(kind: JobKind) -> Operation:
    def operation(request: Request) -> None:
        record = find(KINDS[kind.noun], request[f"{kind.noun}Name"])
        if record[kind.status] != "InProgress":
            problem = f"The request was rejected because the job is in status {record[kind.status]}."
            raise ServiceError("ValidationException", problem)
        record[kind.status] = "Stopping"
        job.stop(record[f"{kind.noun}Arn"])

    return operation


def interrupted() -> None:
    """Jobs that ran when the sandbox stopped will never end by themselves."""
    for kind, _ in _JOBS:
        for record in STORE.here(kind.noun).values():
            if record[kind.status] in ("InProgress", "Stopping"):
                reason = "InternalServerError: the sandbox stopped while the job ran. Please try again."
                record |= {kind.status: "Failed", "FailureReason": reason}
