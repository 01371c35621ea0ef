"""CloudWatch Logs: what is offered, and AWS's rules where the engine lacks them."""

from sandbox.api.errors import ServiceError
from sandbox.api.rules import Rules, offered
from sandbox.api.service import operations_of
from sandbox.api.types import Request
from sandbox.engine.rules.logs import answers, events, refusals

_OFFERED = offered(
    AssociateKmsKey="kmsKeyId logGroupName",
    CreateLogGroup="kmsKeyId logGroupClass logGroupName tags",
    CreateLogStream="logGroupName logStreamName",
    DeleteLogGroup="logGroupName",
    DeleteLogStream="logGroupName logStreamName",
    DeleteRetentionPolicy="logGroupName",
    DescribeLogGroups="limit logGroupNamePattern logGroupNamePrefix nextToken",
    DescribeLogStreams="descending limit logGroupIdentifier logGroupName logStreamNamePrefix nextToken orderBy",
    DisassociateKmsKey="logGroupName",
    FilterLogEvents=(
        "endTime limit logGroupIdentifier logGroupName logStreamNamePrefix logStreamNames nextToken startTime"
    ),
    GetLogEvents="endTime limit logGroupIdentifier logGroupName logStreamName nextToken startFromHead startTime",
    ListTagsForResource="resourceArn",
    ListTagsLogGroup="logGroupName",
    PutLogEvents="logEvents logGroupName logStreamName sequenceToken",
    PutRetentionPolicy="logGroupName retentionInDays",
    TagLogGroup="logGroupName tags",
    TagResource="resourceArn tags",
    UntagLogGroup="logGroupName tags",
    UntagResource="resourceArn tagKeys",
)


def _without_name(_request: Request, error: ServiceError) -> ServiceError:
    """The engine adds to its sentences what is missing or exists, AWS does not: recorded."""
    end = {"ResourceNotFoundException": ".", "ResourceAlreadyExistsException": ""}.get(error.code)
    if end is None:
        return error
    return ServiceError(error.code, error.message.partition(": ")[0] + end, error.status)


RULES = Rules(
    "logs",
    "logs",
    offered=_OFFERED,
    constraints="InvalidParameterException",
    checks=operations_of(refusals),
    replacements=operations_of(answers, events),
    refusal=_without_name,
)
