"""Measures a whole rehearsal: its stages, and the memory that the sandbox takes for it."""

import os
import re
import subprocess
import tempfile
import threading
import time
from typing import Self

from tests.bench.processes import ROOT, catalog, fresh_state, person, run, sandbox
from tests.end_to_end.command_line import AS

SECONDS_BETWEEN_LOOKS = 0.5


class Memory:
    """The most that a process, and that it with all its descendants, had resident at once, in megabytes."""

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
        while not self._ended.wait(SECONDS_BETWEEN_LOOKS):
            listed = subprocess.run(["ps", "-eo", "pid=,ppid=,rss="], capture_output=True, text=True, check=True).stdout
            rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
            family = {self._process}
            for process, parent, _ in sorted(rows):
                family |= {process} if parent in family else set()
            resident = {process: size / 1024 for process, _, size in rows if process in family}
            self.alone = max(self.alone, resident.get(self._process, 0.0))
            self.together = max(self.together, sum(resident.values()))


def rehearsal() -> list[str]:
    """A whole rehearsal, stage by stage, and what the sandbox took for it."""
    with fresh_state() as state, tempfile.TemporaryFile(mode="w+") as output:
        run(sandbox("start", state))
        run(catalog("publisher"), person(state, "hub"))
        run(catalog("publish"), person(state, "publisher"))
        command = catalog("rehearse", "build-train-deploy", *AS)
        scientist = {**os.environ, **person(state, "data-scientist")}
        with Memory(int((state / "pid").read_text())) as memory:
            began = time.perf_counter()
            subprocess.run(command, cwd=ROOT, env=scientist, stdout=output, check=True)
            seconds = time.perf_counter() - began
        output.seek(0)
        stages = re.findall(r"^done +([\d.]+) s  (.{25})", output.read(), re.MULTILINE)
    whole = f"{'rehearse build-train-deploy':<44}{'120 s':<16}{seconds:>6.1f} s"
    megabytes = f"{memory.alone:.0f} MB alone, {memory.together:.0f} MB with all that ran in it"
    return [whole, *(f"  {title}{took:>43} s" for took, title in stages), f"{'sandbox':<44}{'1024 MB':<16}{megabytes}"]
