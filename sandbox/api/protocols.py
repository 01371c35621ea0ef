"""Requests and answers of AWS's protocols as the parameters and members of an operation, by AWS's own models."""

import datetime
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

import cbor2
from botocore import parsers
from botocore.awsrequest import HeadersDict
from botocore.exceptions import UnknownServiceError
from moto.core.model import OperationModel, ServiceModel
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.serialize import get_serializer_class
from werkzeug.datastructures import Headers, MultiDict

from sandbox.api import error_names, routes, shapes
from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Answer, HttpAnswer, Request

_CBOR = "smithy-rpc-v2-cbor"
_JSON_TYPES = {"json": "application/x-amz-json-1.1", "rest-json": "application/json"}


class HttpRequest(NamedTuple):
    """The engine's form of a request; `query` has a list of values per name."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    query: Mapping[str, Any]


@dataclass(frozen=True)
class Call:
    """One operation of a service, what it was given, and the protocol that its answer is written in."""

    service: str
    operation: str
    protocol: str
    http: HttpRequest
    labels: dict[str, str]
    """What the path of a REST request names."""

    @functools.cached_property
    def request(self) -> Request:
        """The parameters, which are read when they are looked at; a ServiceError where they cannot be."""
        return _parameters(_model_of(self.service, self.operation), self.protocol, self.http, self.labels)


@functools.cache
def model(service: str) -> ServiceModel:
    """A service's model by botocore's name."""
    return ServiceModel(shapes.description(service), service)


def read(service: str, request: HttpRequest) -> Call:
    """What a request asks of a service.

    Raises:
        ServiceError: an operation or path that the service's model lacks.

    """
    given_by = protocol(service, request.headers)
    operation, labels = _operation(service, given_by, request)
    described: Any = model(service)  # what botocore computes has no types
    if operation not in described.operation_names:
        raise not_emulated(f"{service}:{operation}")
    return Call(service, operation, given_by, request, labels)


def operation_of_unknown(service: str, request: HttpRequest) -> tuple[str, str]:
    """The operation and the protocol of a request for whatever it was signed for, as far as it tells."""
    if "smithy-protocol" in request.headers:
        return request.path.rpartition("/")[2], _CBOR
    if "x-amz-target" in request.headers:
        return request.headers["x-amz-target"].rpartition(".")[2], "json"
    action = _form(request).get("Action")
    return (action, "query") if action else (f"{request.method} {request.path}", _rest_protocol(service))


def _rest_protocol(service: str) -> str:
    try:
        declared = str(model(service).metadata["protocol"])
    except UnknownServiceError:  # some are signed for under another name
        return "rest-json"
    return declared if declared == "rest-xml" else "rest-json"


def _model_of(service: str, operation: str) -> OperationModel:
    return model(service).operation_model(operation)


def protocol(service: str, headers: Mapping[str, str]) -> str:
    """The protocol of a request; clients may choose one of several."""
    if "smithy-protocol" in headers:
        return _CBOR
    if "x-amz-target" in headers:
        return "json"
    declared = str(model(service).metadata["protocol"])
    return declared if declared.startswith("rest") else "query"


def _operation(service: str, given_by: str, request: HttpRequest) -> tuple[str, dict[str, str]]:
    if given_by == _CBOR:
        return request.path.rpartition("/")[2], {}
    if given_by == "json":
        return request.headers["x-amz-target"].rpartition(".")[2], {}
    if given_by == "query":
        return _form(request).get("Action", ""), {}
    found = routes.match(model(service), request.method, request.path, request.headers, request.query)
    return (found.operation, found.labels) if found else (f"{request.method} {request.path}", {})


def _form(request: HttpRequest) -> MultiDict[str, str]:
    """Names and values of the query and of a form in the body."""
    values = [(name, value) for name, given in request.query.items() for value in _values(given)]
    if "x-www-form-urlencoded" in request.headers.get("content-type", ""):
        values += parse_qsl(request.body.decode(), keep_blank_values=True)
    return MultiDict(values)


def _values_of(operation: OperationModel, request: HttpRequest) -> MultiDict[str, str]:
    """Without the numbers that have no digits: recorded of S3, which takes them as absent."""
    shape: Any = operation.input_shape
    members = shape.members.values() if shape else ()
    numbers = {member.serialization.get("name") for member in members if member.type_name in {"integer", "long"}}
    return MultiDict([pair for pair in _form(request).items(multi=True) if pair[1] or pair[0] not in numbers])


def _values(given: Any) -> list[str]:
    return given if isinstance(given, list) else [given]


def _parameters(operation: OperationModel, given_by: str, request: HttpRequest, labels: dict[str, str]) -> Request:
    if given_by == _CBOR:
        return cbor2.loads(request.body) if request.body else {}
    parser = PROTOCOL_PARSERS[given_by](operation)
    parts = {
        "body": request.body,
        "headers": Headers(list(request.headers.items())),
        "method": request.method,
        "url_params": labels,
        "url_path": request.path,
        "values": _values_of(operation, request) if given_by != "json" else MultiDict(),
    }
    try:
        return parser.parse(parts)
    except (ValueError, AttributeError, TypeError) as error:
        raise ServiceError("SerializationException", f"the request cannot be read: {error}") from error


def members_in(call: Call, http: HttpAnswer) -> Answer:
    """The members of an answer over HTTP."""
    found = _parsed(call, http)
    found.pop("ResponseMetadata", None)
    return found


def error_in(call: Call, http: HttpAnswer) -> ServiceError:
    """The refusal that an answer over HTTP is."""
    error = _parsed(call, http).get("Error", {})
    members = {
        name: value for name, value in error.items() if name not in {"Code", "Message", "Type", "QueryErrorCode"}
    }
    return ServiceError(error.get("Code", ""), error.get("Message", ""), http[0], members)


def _parsed(call: Call, http: HttpAnswer) -> dict[str, Any]:
    status, headers, body = http
    parser = parsers.create_parser(call.protocol)
    shape = _model_of(call.service, call.operation).output_shape
    return parser.parse({"status_code": status, "headers": HeadersDict(headers), "body": body}, shape)


def written(call: Call, answer: Answer) -> HttpAnswer:
    """An answer in the protocol of its request."""
    operation = _model_of(call.service, call.operation)
    if call.protocol == _CBOR:
        return 200, {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}, _cbor(answer)
    http = get_serializer_class(call.service, call.protocol)(operation).serialize(answer)
    body = http["body"]
    content = body.encode() if isinstance(body, str) else body or b""
    return http["status_code"], dict(http["headers"]), content


def _cbor(value: Any) -> bytes:
    return cbor2.dumps(value, timezone=datetime.UTC, datetime_as_timestamp=True)


def refused(given_by: str, error: ServiceError, call: Call | None = None) -> HttpAnswer:
    """A refusal in the protocol of its request; the call tells the later name of an older code."""
    if given_by == "rest-xml":
        return error.status, {"Content-Type": "application/xml"}, f"<Error>{_elements(error)}</Error>".encode()
    if given_by == "query":
        text = f"<ErrorResponse><Error><Type>Sender</Type>{_elements(error)}</Error></ErrorResponse>"
        return error.status, {"Content-Type": "text/xml"}, text.encode()
    # AWS leaves out what it does not explain.
    texts = {"message": error.message, "Message": error.message} if error.message else {}
    found = {"__type": error.code, **texts, **error.members}
    headers = {"x-amzn-errortype": error.code}
    if call and error_names.has_two(described := model(call.service)):
        found["__type"] = error_names.exception_of(described, call.operation, error.code)
        headers["x-amzn-query-error"] = f"{error.code};Sender"
    if given_by == _CBOR:
        headers |= {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor"}
        return error.status, headers, _cbor(found)
    return error.status, headers | {"Content-Type": _JSON_TYPES[given_by]}, json.dumps(found).encode()


def _elements(error: ServiceError) -> str:
    members = {"Code": error.code, "Message": error.message, **error.members}
    return "".join(f"<{name}>{escape(str(value))}</{name}>" for name, value in members.items())
