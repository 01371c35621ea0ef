"""Where Service Catalog's records are, and how one is found: in the current account, or in any."""

from typing import Generic, Protocol, TypeVar

from sandbox.api.store import Store, Table
from sandbox.services.servicecatalog.records import (
    Constraint,
    Launch,
    LaunchRecord,
    Portfolio,
    PortfolioPrincipals,
    Product,
    ShareOperation,
    TagOption,
)
from sandbox.services.servicecatalog.refusals import not_found


class _Identified(Protocol):
    id: str


_R = TypeVar("_R", bound=_Identified)
STORE = Store()


class Records(Table[_R], Generic[_R]):
    """A table whose records are found by identifier, in the current account or in any."""

    def __init__(self, kind: str) -> None:
        super().__init__(STORE, kind)
        self._noun = kind.replace("_", " ").removesuffix("s").capitalize()

    def own(self, identifier: str) -> _R:
        """A record that belongs to the current account."""
        return self.here().get(identifier) or not_found(self._noun, identifier)

    def anywhere(self, identifier: str) -> _R:
        """A record of any account; `visibility` decides which accounts see it."""
        found = (record for _, record in self.everywhere() if record.id == identifier)
        return next(found, None) or not_found(self._noun, identifier)


PORTFOLIOS = Records[Portfolio]("portfolios")
PRINCIPALS = Records[PortfolioPrincipals]("principals")
PRODUCTS = Records[Product]("products")
CONSTRAINTS = Records[Constraint]("constraints")
TAG_OPTIONS = Records[TagOption]("tag_options")
SHARE_OPERATIONS = Records[ShareOperation]("share_operations")
LAUNCHES = Records[Launch]("launches")
LAUNCH_RECORDS = Records[LaunchRecord]("launch_records")
