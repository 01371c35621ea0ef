"""Where an emulated service keeps its records: by account and region, in a form that survives a restart."""

import datetime
from collections.abc import Iterator
from typing import Any

from ministack.core.responses import get_account_id, get_region

Record = dict[str, Any]


class Store:
    """Records by place (account and region), kind and identifier."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], dict[str, dict[str, Record]]] = {}

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
        return {f"{account} {region}": _frozen(kinds) for (account, region), kinds in list(self._places.items())}

    def load_state(self, state: dict[str, Any]) -> None:
        for place, kinds in state.items():
            account, region = place.split(" ")
            self._places[account, region] = _thawed(kinds)

    def clear(self) -> None:
        self._places.clear()


def _frozen(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return {"$time": value.isoformat()}
    if isinstance(value, dict):
        return {key: _frozen(member) for key, member in list(value.items())}
    return [_frozen(member) for member in value] if isinstance(value, (list, tuple)) else value


def _thawed(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"$time"}:
            return datetime.datetime.fromisoformat(value["$time"])
        return {key: _thawed(member) for key, member in value.items()}
    return [_thawed(member) for member in value] if isinstance(value, list) else value
