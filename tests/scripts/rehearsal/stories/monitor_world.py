"""A monitor in memory: each run sees what is in its folder of captured requests at that moment."""

import json
from collections.abc import Mapping

from scripts.launch import LaunchedProject, LaunchRequest
from scripts.rehearsal.roles import Execution, Log, ModelVersion
from tests.scripts.rehearsal.world import World

BASELINE = {"columns": [{"name": "hours_per_week", "requested": True}], "positive": "yes"}
REFERENCE = "hours_per_week,sex,prediction,truth\n" + "40,Male,0.5,1.0\n" * 2000
DRIFT = "1 column drifted: hours_per_week (other values)."
PAGE = b"<html>Something changed: hours_per_week</html>"


class MonitorWorld(World):
    """`finds_nothing`, `alarms_always` and `asks_again` are defects that a story has to notice."""

    def __init__(self) -> None:
        super().__init__()
        self.outcomes: dict[str, tuple[str, str]] = {}
        self.monitored_by, self.asked = "", 0
        self.finds_nothing = self.alarms_always = self.asks_again = False

    def create_project(self, request: LaunchRequest) -> LaunchedProject:
        if request.product != "model-monitor":
            return super().create_project(request)
        self.launched.append(request)
        self._run("watch-0")
        names = {"BuildPipelineName": "MonitorPipeline", "CapturedDataUri": "captured/", "LabelsUri": "labels/"}
        outputs = {**names, "ReportsUri": "reports/", "TopicArn": "topic", "KeyArn": "key"}
        return LaunchedProject(request.name, f"p-{len(self.launched):012}", self.number, outputs)

    def update_project(self, name: str, parameters: Mapping[str, str]) -> None:
        self.monitored_by = parameters["MonitoredBy"]

    def versions(self, group: str) -> tuple[ModelVersion, ...]:
        return tuple(self.registered)

    def start_execution(self, pipeline: str) -> str:
        return self._run(f"watch-{len(self.outcomes)}")

    def executions(self, pipeline: str) -> tuple[str, ...]:
        return tuple(self.outcomes) if pipeline == "MonitorPipeline" else super().executions(pipeline)

    def execution(self, pipeline: str, execution: str) -> Execution:
        if execution not in self.outcomes:
            return super().execution(pipeline, execution)
        return Execution(execution, self.outcomes[execution][0], {}, "", Log("/aws/codebuild/monitor", execution))

    def build_outcome(self, log: Log) -> str:
        return self.outcomes[log.stream][1] if log.stream in self.outcomes else super().build_outcome(log)

    def alarm_state(self, alarm: str) -> str:
        return "ALARM" if any("drifted" in text for _, text in self.outcomes.values()) else "OK"

    def read(self, address: str) -> bytes:
        if address.endswith("baseline.json"):
            return json.dumps(BASELINE).encode()
        if address.endswith("reference.csv"):
            return REFERENCE.encode()
        return PAGE if address.startswith("reports/") else super().read(address)

    def files_below(self, address: str) -> tuple[str, ...]:
        return ("reports/1/report.html",) if address == "reports/" else super().files_below(address)

    def _run(self, name: str) -> str:
        status, text = self._look()
        self.outcomes[name] = (status, text)
        if status == "Failed":
            self.messages.append(f"Build monitor failed: {text}")
        return name

    def _look(self) -> tuple[str, str]:
        captured = {key: body for key, body in self.files.items() if key.startswith("captured/")}
        if not self.monitored_by:
            return "Failed", "their owner has to set MonitoredBy of that project to p-000000000002"
        if not captured:
            return "Failed", "nothing was captured below captured/: is data capture on?"
        if any(not body.startswith(b"{") for body in captured.values()):
            return "Failed", "200 of 1,200 captured lines: broken.jsonl, line 1, cannot be read"
        drifted = any(b'"data": "52' in body for body in captured.values()) or self.alarms_always
        if not drifted or self.finds_nothing:
            return "Succeeded", "Nothing to do: 1,000 rows"
        return "Succeeded", f"{DRIFT} {self._ask()}"

    def _ask(self) -> str:
        self.messages.append(f"Model monitor of project demo: {DRIFT}")
        if self.asked and not self.asks_again:
            return "A training was asked for already."
        self.asked += 1
        self.builds.insert(0, f"build-{len(self.builds)}-asked")
        return "A training was asked for."
