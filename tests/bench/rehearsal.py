"""Measures a whole rehearsal: the time of its steps, and the sandbox's memory."""

import os
import re
import subprocess
import tempfile
import threading
import time
from typing import Self

from tests.bench.processes import ROOT, catalog, fresh_state, person, run, sandbox
from tests.end_to_end.command_line import AS

SECONDS_BETWEEN_SAMPLES = 0.5


class Memory:
    """Peak resident megabytes of a process alone, and together with its descendants."""

    def __init__(self, process: int) -> None:
        self.alone = self.together = 0.0
        self._process, self._ended = process, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(SECONDS_BETWEEN_SAMPLES):
            listed = subprocess.run(["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True).stdout
            rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
            family = {self._process}
            for process, parent, _ in sorted(rows):
                family |= {process} if parent in family else set()
            resident = {process: size / 1024 for process, _, size in rows if process in family}
            self.alone = max(self.alone, resident.get(self._process, 0.0))
            self.together = max(self.together, sum(resident.values()))


def rehearsal() -> list[str]:
    """The time of a whole rehearsal, of its steps, and the sandbox's memory."""
    with fresh_state() as state, tempfile.TemporaryFile(mode="w+") as output:
        run(sandbox("start", state))
        run(catalog("publisher"), person(state, "hub"))
        run(catalog("publish"), person(state, "publisher"))
        command = catalog("rehearse", "build-train-deploy", *AS)
        scientist = {**os.environ, **person(state, "data-scientist")}
        with Memory(int((state / "pid").read_text())) as memory:
            started = time.perf_counter()
            subprocess.run(command, cwd=ROOT, env=scientist, stdout=output, check=True)
            seconds = time.perf_counter() - started
        output.seek(0)
        steps = re.findall(r"^done +([\d.]+) s  (.{25})", output.read(), re.MULTILINE)
    total = f"{'rehearse build-train-deploy':<44}{'120 s':<16}{seconds:>6.1f} s"
    megabytes = f"{memory.alone:.0f} MB alone, {memory.together:.0f} MB with its child processes"
    return [total, *(f"  {title}{took:>43} s" for took, title in steps), f"{'sandbox':<44}{'1024 MB':<16}{megabytes}"]
