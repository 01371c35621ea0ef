"""Where an emulated service keeps its records: by account and region, in a form that survives a restart."""

from collections.abc import Iterator
from typing import Any, Generic, TypeVar

from ministack.core.responses import get_account_id, get_region

from sandbox.api import persistence
from sandbox.api.types import Record

_T = TypeVar("_T")


class Store:
    """Records by place (account and region), kind and identifier."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}

    def here(self, kind: str) -> dict[str, Record]:
        """Records of the account and region that the request is about."""
        return self.at(get_account_id(), kind)

    def at(self, account: str, kind: str) -> dict[str, Record]:
        return self._places.setdefault((account, get_region()), {}).setdefault(kind, {})

    def everywhere(self, kind: str) -> Iterator[tuple[str, Record]]:
        """Every account's records of a kind in this region, each with its owner."""
        for (account, region), kinds in list(self._places.items()):
            if region == get_region():
                yield from ((account, record) for record in list(kinds.get(kind, {}).values()))

    def of_kind(self, kind: str) -> Iterator[Record]:
        """Every record of a kind, wherever it is."""
        for kinds in list(self._places.values()):
            yield from list(kinds.get(kind, {}).values())

    def get_state(self) -> dict[str, Any]:
        return {
            f"{account} {region}": persistence.to_json(kinds) for (account, region), kinds in list(self._places.items())
        }

    def load_state(self, state: dict[str, Any]) -> None:
        for place, kinds in state.items():
            account, region = place.split(" ")
            self._places[account, region] = persistence.from_json(kinds)

    def clear(self) -> None:
        self._places.clear()


class Table(Generic[_T]):
    """The records of one kind in a store, by identifier; each is a `stored` dataclass or has AWS's own shape."""

    def __init__(self, store: Store, kind: str) -> None:
        self._store, self._kind = store, kind

    def here(self) -> dict[str, _T]:
        """Records of the account and region that the request is about."""
        return self.at(get_account_id())

    def at(self, account: str) -> dict[str, _T]:
        table: dict[str, Any] = self._store.at(account, self._kind)
        return table

    def everywhere(self) -> Iterator[tuple[str, _T]]:
        """Every account's records in this region, each with its owner."""
        records: Iterator[tuple[str, Any]] = self._store.everywhere(self._kind)
        return records

    def all(self) -> Iterator[_T]:
        """Every record, wherever it is."""
        records: Iterator[Any] = self._store.of_kind(self._kind)
        return records
