"""Answers that the engine lacks: keys of groups, and streams by the identifier of their group."""

import json

from ministack.services import cloudwatch_logs

from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Record, Request
from sandbox.engine.rules.logs import encryption, groups


def AssociateKmsKey(request: Request) -> Answer:
    group = groups.find(request["logGroupName"])
    encryption.check(request["kmsKeyId"], request["logGroupName"])
    group["kmsKeyId"] = request["kmsKeyId"]
    return {}


def DisassociateKmsKey(request: Request) -> Answer:
    groups.find(request["logGroupName"])["kmsKeyId"] = None
    return {}


def DescribeLogStreams(request: Request) -> Answer:
    """API reference: no prefix with the order by LastEventTime; storedBytes of a stream is always 0."""
    name = groups.name_in(request)
    groups.find(name)
    if request.get("orderBy") == "LastEventTime" and request.get("logStreamNamePrefix"):
        problem = "Cannot order by LastEventTime with a logStreamNamePrefix."
        raise ServiceError("InvalidParameterException", problem)
    _status, _headers, body = cloudwatch_logs._describe_log_streams({**request, "logGroupName": name})
    found = json.loads(body)
    return {**found, "logStreams": [_stream(stream) for stream in found["logStreams"]]}


def _stream(stream: Record) -> Record:
    """Recorded: a stream without events has no sequence token."""
    has_events = "lastIngestionTime" in stream
    kept = {name: value for name, value in stream.items() if has_events or name != "uploadSequenceToken"}
    return {**kept, "storedBytes": 0}
