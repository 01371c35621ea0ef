"""The operations of jobs: created under a role that trusts SageMaker, described, listed, stopped."""

from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.api.service import Operation
from sandbox.api.types import Answer, Request
from sandbox.services.sagemaker.jobs import job
from sandbox.services.sagemaker.jobs.job import Job, JobType
from sandbox.services.sagemaker.jobs.processing import PROCESSING
from sandbox.services.sagemaker.jobs.training import TRAINING
from sandbox.services.sagemaker.jobs.transform import TRANSFORM
from sandbox.services.sagemaker.jobs.tuning import TUNING
from sandbox.services.sagemaker.records import quotas
from sandbox.services.sagemaker.records.instance_types import refuse_key
from sandbox.services.sagemaker.records.roles import assume
from sandbox.services.sagemaker.records.tables import set_members
from sandbox.world import networks

JOB_TYPES: tuple[JobType[Any], ...] = (PROCESSING, TRAINING, TRANSFORM, TUNING)
_INTERRUPTED = "InternalServerError: the sandbox stopped while the job ran. Please try again."


def operations() -> dict[str, Operation]:
    """The operations of every type of job."""
    found: dict[str, Operation] = {}
    for job_type in JOB_TYPES:
        noun, plain = job_type.resource.noun, job_type.resource.operations()
        found |= {name: plain[name] for name in (f"Describe{noun}", f"List{noun}s")}
        found |= {f"Create{noun}": _create(job_type), f"Stop{noun}": _stop(job_type)}
    return found


def fail_interrupted() -> None:
    """Jobs that ran when the sandbox stopped have no process any more."""
    for job_type in JOB_TYPES:
        for record in job_type.resource.here().values():
            if record[job_type.status_member] in ("InProgress", "Stopping"):
                set_members(record, {job_type.status_member: "Failed", "FailureReason": _INTERRUPTED})


def _create(job_type: JobType[Any]) -> Operation:
    resource = job_type.resource

    def operation(request: Request) -> Answer:
        name = request[resource.name_member]
        _require_network(request)
        role = job_type.role_of(request)
        _refuse_key(request)
        credentials = assume(role, resource.arn(name))
        quotas.require_for_job(resource.noun, request)
        answer = resource.create(request)
        job.start(Job(job_type, resource.here()[name], role, credentials))
        return answer

    return operation


def _stop(job_type: JobType[Any]) -> Operation:
    def operation(request: Request) -> None:
        record = job_type.resource.find(request[job_type.resource.name_member])
        status = record[job_type.status_member]
        if status != "InProgress":
            problem = f"The request was rejected because the job is in status {status}."
            raise ServiceError("ValidationException", problem)
        set_members(record, {job_type.status_member: "Stopping"})
        job.stop(record[job_type.resource.arn_member])

    return operation


def _require_network(request: Request) -> None:
    """A training or tuning job has its network at the top, a processing job one level down."""
    definition = request.get("TrainingJobDefinition") or {}
    nested = request.get("NetworkConfig") or {}
    network = request.get("VpcConfig") or definition.get("VpcConfig") or nested.get("VpcConfig") or {}
    missing = networks.problem(None, network.get("Subnets", []), network.get("SecurityGroupIds", []))
    if missing:
        raise ServiceError("ValidationException", missing)


def _refuse_key(request: Request) -> None:
    machines = request.get("ProcessingResources", {}).get("ClusterConfig") or request.get("ResourceConfig")
    machines = machines or request.get("TransformResources") or {}
    refuse_key(machines.get("VolumeKmsKeyId"), "VolumeKmsKeyId", [machines.get("InstanceType", "")])
