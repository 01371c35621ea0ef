"""Keeps everything in the state folder: saved when changes have ended, during long ones, and at the end."""

import asyncio
import json
import logging
import time
from pathlib import Path
from typing import Any

from ministack import app
from ministack.core import persistence
from ministack.services import sts

from sandbox.world import organization, people, trusted_access

# A save copies every record: done every two seconds, it took two fifths of a busy server's processor time.
_QUIET_SECONDS = 1.0  # without a change, before a save
_LONGEST_SECONDS = 15.0  # from a change to its save, while changes go on
_SECONDS_BETWEEN_LOOKS = 0.25
_load_engine_state = app._load_persisted_state


class Keeper:
    """Saves in the background when something changed, so that even a killed sandbox forgets little."""

    def __init__(self) -> None:
        self._first_change: float | None = None
        self._last_change = 0.0

    def note(self, method: str) -> None:
        if method not in ("GET", "HEAD"):
            self._last_change = time.monotonic()
            self._first_change = self._first_change or self._last_change

    async def run(self) -> None:
        while True:
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
            if self._is_due():
                self._first_change = None
                await asyncio.to_thread(save)

    def _is_due(self) -> bool:
        now = time.monotonic()
        return self._first_change is not None and (
            now - self._last_change >= _QUIET_SECONDS or now - self._first_change >= _LONGEST_SECONDS
        )


def save() -> None:
    app.save_all(app._build_persistence_save_dict())


def _save_state(service: str, data: dict[str, Any]) -> None:
    """The engine's file of a service, written at once: `json.dump`, in pieces, takes three times as long."""
    file = Path(persistence.STATE_DIR) / f"{service}.json"
    written = file.with_suffix(".json.tmp")
    content = {"__ministack_format__": persistence._state_format_version(service), "payload": data}
    try:
        written.write_text(json.dumps(content, default=persistence._json_default), encoding="utf-8")
        written.replace(file)
    except (OSError, RuntimeError, TypeError, ValueError):
        written.unlink(missing_ok=True)
        logging.getLogger("persistence").exception("Persistence: failed to save %s", service)


def _load() -> None:
    _load_engine_state()
    organization.seed()
    trusted_access.seed()
    people.seed()


def install() -> None:
    persistence.save_state = _save_state
    app._load_persisted_state = _load
    # The engine forgets sessions at a restart; a session that is in use must go on.
    sts.get_state = lambda: dict(sts._sessions)
    sts.load_persisted_state = sts._sessions.update
