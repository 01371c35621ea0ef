"""The commands of a buildspec, phase by phase: CodeBuild User Guide, "Build phase transitions"."""

import time
from dataclasses import dataclass
from threading import Event

from sandbox.services.codebuild.running.buildspec import PHASES, Buildspec, Phase
from sandbox.services.codebuild.running.journal import Journal, PhaseError
from sandbox.services.codebuild.running.shell import Shell
from sandbox.services.codebuild.state.build import ExportedEnvironmentVariable


@dataclass(frozen=True)
class BuildspecCommands:
    """All phases of one build share a shell. `deadline` is on the monotonic clock."""

    spec: Buildspec
    shell: Shell
    journal: Journal
    deadline: float
    stopped: Event

    def run(self) -> None:
        """Run all phases, with a PhaseError for the first that failed.

        A failed BUILD phase is followed by POST_BUILD unless on-failure is ABORT; other failures end the build.
        """
        failed = None
        for name in PHASES:
            phase = self.spec.phases.get(name, Phase())
            try:
                with self.journal.phase(name.upper()):
                    self._run_phase(phase)
            except PhaseError as error:
                failed = error
                self.shell.mark_failed()
                continues = phase.on_failure == "CONTINUE" or (name == "build" and phase.on_failure != "ABORT")
                if self.journal.status != "FAILED" or not continues:
                    raise
        if failed:
            raise failed

    def exported_variables(self) -> list[ExportedEnvironmentVariable]:
        values = {name: self.shell.value_of(name) for name in self.spec.exported}
        return [{"name": name, "value": value} for name, value in values.items() if value is not None]

    def _run_phase(self, phase: Phase) -> None:
        try:
            self._run_commands(phase.commands)
        finally:
            self._run_commands(phase.finally_)

    def _run_commands(self, commands: tuple[str, ...]) -> None:
        if commands:
            self.shell.run(commands, self.journal.write, self.deadline - time.monotonic(), self.stopped)
