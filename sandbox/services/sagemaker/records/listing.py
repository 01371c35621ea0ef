"""Answers to Describe and List operations from stored records."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from botocore.model import ListShape, Shape, StructureShape

from sandbox.api import shapes
from sandbox.api.types import Answer, Request


def describe(operation: str, record: Mapping[str, Any]) -> Answer:
    """The members of a record that the operation's answer has."""
    members = _members(_output(operation))
    return {name: value for name, value in record.items() if name in members}


def summaries(operation: str, request: Request, records: Sequence[Mapping[str, Any]]) -> Answer:
    """Summaries of `records`, filtered and sorted by the request's parameters; newest first by default."""
    rows, members = _rows(operation)
    order = "CreationTime" if request.get("SortBy", "CreationTime") == "CreationTime" else _name_member(records)
    found = sorted((record for record in records if _matches(request, record)), key=lambda record: record[order])
    if request.get("SortOrder", "Descending") == "Descending":
        found.reverse()
    return {rows: [{name: record[name] for name in members if name in record} for record in found]}


def _output(operation: str) -> StructureShape:
    shape = shapes.model("sagemaker").operation_model(operation).output_shape
    if not isinstance(shape, StructureShape):
        raise TypeError(f"{operation} has no answer")
    return shape


def _members(shape: StructureShape) -> dict[str, Shape]:
    return cast("dict[str, Shape]", shape.members)


def _rows(operation: str) -> tuple[str, list[str]]:
    """The listed member of an answer, and the members of one summary."""
    for name, shape in _members(_output(operation)).items():
        if isinstance(shape, ListShape) and isinstance(shape.member, StructureShape):
            return name, list(_members(shape.member))
    raise TypeError(f"{operation} lists nothing")


def _name_member(records: Sequence[Mapping[str, Any]]) -> str:
    return next((name for record in records for name in record if name.endswith("Name")), "CreationTime")


def _matches(request: Request, record: Mapping[str, Any]) -> bool:
    if request.get("NameContains", request.get("PipelineNamePrefix", "")) not in record[_name_member([record])]:
        return False
    after, before = request.get("CreationTimeAfter", 0), request.get("CreationTimeBefore", float("inf"))
    if not after <= record["CreationTime"].timestamp() <= before:
        return False
    status = request.get("StatusEquals")
    return status is None or status in record.values()
