"""A project that monitors the models of another one. Every method is one step."""

from collections.abc import Mapping

from scripts.errors import UnfinishedError
from scripts.rehearsal.captured_requests import Change, Row, positive_label, traffic
from scripts.rehearsal.project import KEPT_HINT, RehearsedProject
from scripts.rehearsal.roles import Execution

OWNER_AGREES = "MonitoredBy"
QUIET = "Nothing to do"
ALARM = "ALARM"
HOURS, MORE = "hours_per_week", 12
FIRST, SECOND = slice(0, 1000), slice(1000, 2000)


class MonitorRun:
    """`source` has trained the model, `monitor` looks at what it is asked."""

    def __init__(self, source: RehearsedProject, monitor: RehearsedProject) -> None:
        self.source, self.monitor = source, monitor
        self.people = source.people
        self._known: frozenset[str] = frozenset()

    def refuse(self) -> str:
        """The first run ends before anything is read, and says who has to agree."""
        return self._fails(self._ended(self._first()), OWNER_AGREES, self._identifier)

    def agree(self) -> str:
        """The owner of the model names the monitor."""
        name = self.source.state.project.name
        self.people.scientist.update_project(name, {OWNER_AGREES: self._identifier})
        return f"{OWNER_AGREES} of {name} is {self._identifier}"

    def find_nothing_captured(self) -> str:
        """A period without captured requests is a failure with a sentence, and never a quiet report."""
        outcome = self._fails(self._run(), "nothing was captured", "data capture")
        return f"{outcome} · {self.monitor.message('Build', 'nothing was captured')[:60]}"

    def capture(self) -> str:
        """Requests like those that the model was tested on."""
        return self._put(FIRST, "usual", lambda row: row)

    def report_quiet(self) -> str:
        outcome = self._succeeds(self._run())
        if QUIET not in outcome:
            raise UnfinishedError(f"an alarm about undrifted requests: {outcome}", hint=KEPT_HINT)
        return outcome

    def break_file(self) -> str:
        """Somebody copies a file that is no capture into the folder: the run names file and line."""
        self.people.scientist.write(f"{self._captured}broken.jsonl", b"not a captured request\n" * 200)
        return self._fails(self._run(), "broken.jsonl, line 1")

    def repair_file(self) -> str:
        """The file is replaced by requests of another world: people work longer."""
        self._known = frozenset(self._trainings())
        return self._put(SECOND, "broken", _longer)

    def report_drift(self) -> str:
        """The sentence names the column, in the message too, and the alarm goes off."""
        outcome = self._succeeds(self._run())
        message = self.monitor.message("Model monitor", HOURS)
        if HOURS not in outcome:
            raise UnfinishedError(f"no drift of {HOURS}: {outcome}", hint=KEPT_HINT)
        return f"{outcome} · {message[:80]}"

    def raise_alarm(self) -> str:
        name = f"sagemaker-{self._identifier}-monitor-data"
        self.monitor.wait_for(f"state {ALARM} of {name}", lambda: self._in_alarm(name))
        return f"{name} is in {ALARM}"

    def read_report(self) -> str:
        """The scientist opens the newest report: the sentence stands at its top."""
        files = self.people.scientist.files_below(self.monitor.output("ReportsUri"))
        report = max(file for file in files if file.endswith("report.html"))
        page = self.people.scientist.read(report).decode()
        if "Something changed" not in page or HOURS not in page or "<script" in page:
            raise UnfinishedError(f"{report} does not say what changed", hint=KEPT_HINT)
        return f"{report.rpartition('/monitor/')[2]}, {len(page):,} characters"

    def start_training(self) -> str:
        """The project that trains starts its own pipeline, once."""
        pipeline = self.source.output("BuildPipelineName")
        started = self.monitor.wait_for(f"an execution of {pipeline}", self._new_training)
        return f"{started[:8]} of {pipeline}"

    def ask_no_more(self) -> str:
        """The next run finds the same, and asks for no second training in the period."""
        before = frozenset(self._trainings())
        outcome = self._succeeds(self._run())
        if "asked for already" not in outcome or frozenset(self._trainings()) != before:
            raise UnfinishedError(f"a second training was asked for: {outcome}", hint=KEPT_HINT)
        return outcome

    @property
    def _identifier(self) -> str:
        return self.monitor.state.project.identifier

    @property
    def _captured(self) -> str:
        return self.monitor.output("CapturedDataUri")

    @property
    def _pipeline(self) -> str:
        return self.monitor.output("BuildPipelineName")

    def _put(self, part: slice, name: str, change: Change) -> str:
        version = self.source.state.candidate
        folder = f"{version.metrics.rpartition('/')[0]}/baseline" if version else ""
        baseline, reference = (self.people.scientist.read(f"{folder}/{file}") for file in FILES)
        asked = traffic(baseline, reference, part, name, change)
        self.people.scientist.write(f"{self._captured}{name}.jsonl", asked.captured())
        labels = f"{self.monitor.output('LabelsUri')}{name}.csv"
        self.people.scientist.write(labels, asked.labels(positive_label(baseline)))
        return f"{len(asked.rows):,} requests and their labels"

    def _first(self) -> str:
        return self.monitor.wait_for(f"an execution of {self._pipeline}", self._any_execution)

    def _any_execution(self) -> str | None:
        return next(iter(self.people.approver.executions(self._pipeline)), None)

    def _run(self) -> Execution:
        """As the schedule would start one."""
        return self._ended(self.people.development.start_execution(self._pipeline))

    def _ended(self, execution: str) -> Execution:
        return self.monitor.finished(self._pipeline, execution)

    def _outcome(self, execution: Execution) -> str:
        return self.people.scientist.build_outcome(execution.log) if execution.log else ""

    def _succeeds(self, execution: Execution) -> str:
        if execution.status != "Succeeded":
            raise self.monitor.execution_failure(execution)
        return self._outcome(execution)

    def _fails(self, execution: Execution, *words: str) -> str:
        outcome = self._outcome(execution)
        if execution.status != "Failed" or any(word not in outcome for word in words):
            raise UnfinishedError(f"the run is {execution.status} and says `{outcome}`", hint=KEPT_HINT)
        return outcome

    def _trainings(self) -> tuple[str, ...]:
        return self.people.approver.executions(self.source.output("BuildPipelineName"))

    def _new_training(self) -> str | None:
        return next((each for each in self._trainings() if each not in self._known), None)

    def _in_alarm(self, name: str) -> str | None:
        return name if self.people.development.alarm_state(name) == ALARM else None


FILES = ("baseline.json", "reference.csv")


def _longer(row: Row) -> Mapping[str, str]:
    return {**row, HOURS: str(float(row[HOURS]) + MORE)}
