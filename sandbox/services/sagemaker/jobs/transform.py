"""Transform jobs: every object under a URI is a request to the model, every answer an object with the ending .out."""

from sandbox.services.sagemaker.api.resources import STORE
from sandbox.services.sagemaker.endpoints.model import container_of
from sandbox.services.sagemaker.endpoints.server import Place, Request, Server
from sandbox.services.sagemaker.jobs import objects
from sandbox.services.sagemaker.jobs.failure import JobError
from sandbox.services.sagemaker.jobs.job import Job, Record

_GROUP = "/aws/sagemaker/TransformJobs"


def work(job: Job) -> Record:
    """Objects are sent whole, however the job asks for them to be split; the model gets more lines at once."""
    given, target = job.record["TransformInput"], job.record["TransformOutput"]
    uri = objects.data_source(given["DataSource"])
    found = list(objects.names(job.credentials, uri))
    if not found:
        raise JobError(f'ClientError: No S3 objects found under S3 URL "{uri}" given in input data source.')
    server = _server(job)
    try:
        server.wait_until_ready()
        for source, name in found:
            body = objects.read(job.credentials, source)
            reply = server.ask(Request(body, given.get("ContentType", ""), target.get("Accept", "*/*")))
            if reply.status != 200:
                raise JobError(f"AlgorithmError: {name}: Bad HTTP status received from algorithm: {reply.status}")
            place = f"{target['S3OutputPath'].rstrip('/')}/{name}.out"
            objects.send(job.credentials, place, reply.body, target.get("KmsKeyId"))
    finally:
        server.close()
    return {}


def _server(job: Job) -> Server:
    container = container_of(STORE.here("Model")[job.record["ModelName"]])
    container = container._replace(environment={**container.environment, **job.record.get("Environment", {})})
    return Server(container, Place(job.name, _GROUP, f"{job.name}/algo-1", job.role, job.credentials))
