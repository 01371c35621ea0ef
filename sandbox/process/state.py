"""Keeps everything in the state folder: saved soon after a change, and at the end."""

import asyncio

from ministack import app
from ministack.services import sts

from sandbox.world import organization, people, trusted_access

_SECONDS_BETWEEN_SAVES = 2.0
_load_engine_state = app._load_persisted_state


class Keeper:
    """Saves in the background when something changed, so that even a killed sandbox forgets little."""

    def __init__(self) -> None:
        self._changed = False

    def note(self, method: str) -> None:
        self._changed = self._changed or method not in ("GET", "HEAD")

    async def run(self) -> None:
        while True:
            await asyncio.sleep(_SECONDS_BETWEEN_SAVES)
            if self._changed:
                self._changed = False
                await asyncio.to_thread(save)


def save() -> None:
    app.save_all(app._build_persistence_save_dict())


def _load() -> None:
    _load_engine_state()
    organization.seed()
    trusted_access.seed()
    people.seed()


def install() -> None:
    app._load_persisted_state = _load
    # The engine forgets sessions at a restart; a session that is in use must go on.
    sts.get_state = lambda: dict(sts._sessions)
    sts.load_persisted_state = sts._sessions.update
