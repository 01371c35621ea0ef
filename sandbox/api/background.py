"""Work that goes on after the answer, in the account and region of the request that started it."""

import contextvars
import threading
from collections.abc import Callable


def start(work: Callable[[], None]) -> None:
    threading.Thread(target=contextvars.copy_context().run, args=(work,), daemon=True).start()
