"""SageMaker's resources that are alike, as a table: created, described, listed, changed and deleted by one code."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.api import shapes
from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn, now
from sandbox.api.service import Operation
from sandbox.api.store import Record, Store

Request = dict[str, Any]

STORE = Store()


@dataclass(frozen=True)
class Kind:
    """`check` refuses what refers to something that does not exist; names in some ARNs are in lower case at AWS."""

    noun: str
    path: str
    check: Callable[[Request], None] = lambda _request: None
    status: tuple[str, str] | None = None
    lower: bool = False
    plural: str = ""
    missing: str = "ValidationException"

    @property
    def key(self) -> str:
        return f"{self.noun}Name"

    def arn(self, name: str) -> str:
        return arn("sagemaker", f"{self.path}/{name.lower() if self.lower else name}")

    def operations(self) -> dict[str, Operation]:
        """The operations of this kind that AWS has, under their names there."""
        made = {
            f"Create{self.noun}": lambda request: create(self, request),
            f"Describe{self.noun}": lambda request: described(f"Describe{self.noun}", find(self, request[self.key])),
            f"List{self.plural or self.noun + 's'}": self._listed,
            f"Update{self.noun}": lambda request: update(self, request),
            f"Delete{self.noun}": lambda request: delete(self, request),
        }
        return {name: made[name] for name in made if name in shapes.model("sagemaker").operation_names}

    def _listed(self, request: Request) -> Request:
        return listed(f"List{self.plural or self.noun + 's'}", request, list(STORE.here(self.noun).values()))


def find(kind: Kind, name: str) -> Record:
    """A record by its name or ARN."""
    record = STORE.here(kind.noun).get(name.rpartition("/")[2])
    if record is None:
        raise ServiceError(kind.missing, f'Could not find {kind.noun} "{kind.arn(name.rpartition("/")[2])}".')
    return record


def create(kind: Kind, request: Request) -> Request:
    name = request[kind.key]
    if name in STORE.here(kind.noun):
        problem = f'Cannot create already existing {kind.noun} "{kind.arn(name)}".'
        raise ServiceError("ValidationException", problem)
    kind.check(request)
    status = dict([kind.status]) if kind.status else {}
    record = {**request, **status, f"{kind.noun}Arn": kind.arn(name), "CreationTime": now(), "LastModifiedTime": now()}
    STORE.here("tags")[kind.arn(name)] = {tag["Key"]: tag["Value"] for tag in record.pop("Tags", [])}
    STORE.here(kind.noun)[name] = record
    return {f"{kind.noun}Arn": kind.arn(name)}


def update(kind: Kind, request: Request) -> Request:
    record = find(kind, request[kind.key])
    kind.check({**record, **request})
    record |= {**request, kind.key: record[kind.key], "LastModifiedTime": now()}
    return {f"{kind.noun}Arn": record[f"{kind.noun}Arn"]}


def delete(kind: Kind, request: Request) -> Request:
    record = STORE.here(kind.noun).pop(find(kind, request[kind.key])[kind.key])
    identifier = record[f"{kind.noun}Arn"]
    STORE.here("tags").pop(identifier, None)
    output = shapes.model("sagemaker").operation_model(f"Delete{kind.noun}").output_shape
    return {f"{kind.noun}Arn": identifier} if output else {}


def described(operation: str, record: Record) -> Record:
    """The members of a record that the operation's answer has."""
    members = shapes.model("sagemaker").operation_model(operation).output_shape.members
    return {name: value for name, value in record.items() if name in members}


def listed(operation: str, request: Request, records: list[Record]) -> Request:
    """Summaries of `records`, filtered and sorted as the request asks; newest first unless told."""
    output = shapes.model("sagemaker").operation_model(operation).output_shape.members
    rows, shape = next((name, shape) for name, shape in output.items() if shape.type_name == "list")
    order = "CreationTime" if request.get("SortBy", "CreationTime") == "CreationTime" else _name_member(records)
    found = sorted((each for each in records if _wanted(request, each)), key=lambda each: each[order])
    if request.get("SortOrder", "Descending") == "Descending":
        found.reverse()
    return {rows: [{name: each[name] for name in shape.member.members if name in each} for each in found]}


def _name_member(records: list[Record]) -> str:
    return next((name for record in records for name in record if name.endswith("Name")), "CreationTime")


def _wanted(request: Request, record: Record) -> bool:
    if request.get("NameContains", request.get("PipelineNamePrefix", "")) not in record[_name_member([record])]:
        return False
    after, before = request.get("CreationTimeAfter", 0), request.get("CreationTimeBefore", float("inf"))
    if not after <= record["CreationTime"].timestamp() <= before:
        return False
    status = request.get("StatusEquals")
    return status is None or status in record.values()
