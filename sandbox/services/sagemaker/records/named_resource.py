"""A resource that SageMaker knows by its name: created, described, listed, updated and deleted alike."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, cast

from ministack.core.responses import get_account_id

from sandbox.api import shapes
from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn, now
from sandbox.api.service import Operation
from sandbox.api.store import Table
from sandbox.api.types import Answer, Request
from sandbox.services.sagemaker.records import listing
from sandbox.services.sagemaker.records.tables import STORE, TAGS, tag

Stored = TypeVar("Stored", bound=Mapping[str, Any])


def no_check(_request: Request) -> None:
    """Nothing that the request refers to needs to exist."""


@dataclass(frozen=True)
class NamedResource(Generic[Stored]):
    """`noun` is the resource's name in operations; `lower` says that AWS writes its name in ARNs in lower case."""

    noun: str
    path: str
    status: tuple[str, str] | None = None
    lower: bool = False
    plural: str = ""
    not_found: str = "ValidationException"

    @property
    def _table(self) -> Table[Stored]:
        return Table(STORE, self.noun)

    @property
    def name_member(self) -> str:
        return f"{self.noun}Name"

    @property
    def arn_member(self) -> str:
        return f"{self.noun}Arn"

    def arn(self, name: str) -> str:
        return arn("sagemaker", f"{self.path}/{name.lower() if self.lower else name}")

    def here(self) -> dict[str, Stored]:
        """The records of this account by name."""
        return self.at(get_account_id())

    def at(self, account: str) -> dict[str, Stored]:
        return self._table.at(account)

    def find(self, name: str) -> Stored:
        """A record by its name or ARN."""
        name = name.rpartition("/")[2]
        if name not in self.here():
            raise ServiceError(self.not_found, f'Could not find {self.noun} "{self.arn(name)}".')
        return self.here()[name]

    def create(self, request: Request, check: Callable[[Request], None] = no_check) -> Answer:
        name = request[self.name_member]
        if name in self.here():
            problem = f'Cannot create already existing {self.noun} "{self.arn(name)}".'
            raise ServiceError("ValidationException", problem)
        check(request)
        times = {"CreationTime": now(), "LastModifiedTime": now()}
        record = {**request, **dict([self.status] if self.status else []), self.arn_member: self.arn(name), **times}
        tag(self.arn(name), record.pop("Tags", []))
        STORE.here(self.noun)[name] = record
        return {self.arn_member: self.arn(name)}

    def delete(self, request: Request) -> Answer:
        record = STORE.here(self.noun).pop(self.find(request[self.name_member])[self.name_member])
        TAGS.here().pop(record[self.arn_member], None)
        output = shapes.model("sagemaker").operation_model(f"Delete{self.noun}").output_shape
        return {self.arn_member: record[self.arn_member]} if output else {}

    def operations(self, check: Callable[[Request], None] = no_check) -> dict[str, Operation]:
        """The operations that AWS has for this resource; `check` refuses what refers to something that is not there."""
        plural = f"List{self.plural or self.noun + 's'}"
        possible: dict[str, Operation] = {
            f"Create{self.noun}": lambda request: self.create(request, check),
            f"Describe{self.noun}": lambda request: listing.describe(
                f"Describe{self.noun}", self.find(request[self.name_member])
            ),
            plural: lambda request: listing.summaries(plural, request, list(self.here().values())),
            f"Update{self.noun}": lambda request: self._update(request, check),
            f"Delete{self.noun}": self.delete,
        }
        known = cast("list[str]", shapes.model("sagemaker").operation_names)
        return {name: operation for name, operation in possible.items() if name in known}

    def _update(self, request: Request, check: Callable[[Request], None]) -> Answer:
        record = STORE.here(self.noun)[self.find(request[self.name_member])[self.name_member]]
        check({**record, **request})
        record |= {**request, self.name_member: record[self.name_member], "LastModifiedTime": now()}
        return {self.arn_member: record[self.arn_member]}
