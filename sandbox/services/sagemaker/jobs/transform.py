"""Transform jobs: every object under a URI is a request to the model, every response an object with the ending .out."""

from sandbox.api import events
from sandbox.api.types import Record, Request
from sandbox.services.sagemaker.containers import s3_objects
from sandbox.services.sagemaker.containers.container import container_of
from sandbox.services.sagemaker.containers.failure import JobError
from sandbox.services.sagemaker.containers.server import ModelRequest, Server, ServerIdentity
from sandbox.services.sagemaker.jobs.job import Job, JobType
from sandbox.services.sagemaker.records.job_shapes import TransformJob
from sandbox.services.sagemaker.records.resources import MODEL, TRANSFORM_JOB

_LOG_GROUP = "/aws/sagemaker/TransformJobs"


def work(job: Job[TransformJob]) -> Record:
    """Objects are sent whole, also when the job asks for them to be split; the model gets more lines at once."""
    given, target = job.record["TransformInput"], job.record["TransformOutput"]
    uri = s3_objects.source_uri(given["DataSource"])
    found = list(s3_objects.list_objects(job.credentials, uri))
    if not found:
        raise JobError(f'ClientError: No S3 objects found under S3 URL "{uri}" given in input data source.')
    server = _server(job)
    try:
        server.wait_until_ready()
        for source, name in found:
            body = s3_objects.read(job.credentials, source)
            request = ModelRequest(body, given.get("ContentType", ""), target.get("Accept", "*/*"))
            response = server.invoke(request)
            if response.status != 200:
                raise JobError(f"AlgorithmError: {name}: Bad HTTP status received from algorithm: {response.status}")
            output = f"{target['S3OutputPath'].rstrip('/')}/{name}.out"
            s3_objects.upload(job.credentials, output, response.body, target.get("KmsKeyId"))
    finally:
        server.close()
    return {}


def _server(job: Job[TransformJob]) -> Server:
    container = container_of(MODEL.here()[job.record["ModelName"]])
    container = container._replace(environment={**container.environment, **job.record.get("Environment", {})})
    return Server(container, ServerIdentity(job.name, _LOG_GROUP, f"{job.name}/algo-1", job.role, job.credentials))


def _role(request: Request) -> str:
    """A transform job has the permissions of its model."""
    return MODEL.find(request["ModelName"]).get("ExecutionRoleArn", "")


TRANSFORM = JobType(
    TRANSFORM_JOB,
    "Transform Job",
    work,
    _role,
    start_time="TransformStartTime",
    end_time="TransformEndTime",
    event_time=events.seconds,
)
