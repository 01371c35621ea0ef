"""From the decision on a model to its deployment in staging and production. Every method is one step."""

import json

from scripts.errors import UnfinishedError
from scripts.rehearsal.availability import AvailabilityProbe, failed_requests
from scripts.rehearsal.project import KEPT_HINT, RehearsedProject
from scripts.rehearsal.roles import Execution, ModelVersion, SampleRequest


class ModelDelivery:
    """`source` registers the models, `target` deploys them; one project can be both."""

    def __init__(self, source: RehearsedProject, target: RehearsedProject) -> None:
        self.source = source
        self.target = target
        self.people = target.people
        self.expected: ModelVersion | None = None

    @property
    def pipeline(self) -> str:
        return self.target.output("DeployPipelineName")

    def approve(self) -> str:
        """The approver approves the candidate; the registry's event starts the deploy pipeline, if there is one."""
        version = self.source.state.candidate
        if version is None:
            raise UnfinishedError("there is no version to approve", hint=KEPT_HINT)
        self._decide(version, "Approved", "better than the baseline")
        self.source.state.approved.append(version)
        self.expected = version
        return f"version {version.number} approved"

    def reject(self) -> str:
        """The approver rejects the newest approved version; the one before it is expected."""
        *earlier, last = self.source.state.approved
        self._decide(last, "Rejected", "rehearsing a rollback")
        self.expected = earlier[-1]
        return f"version {last.number} rejected, version {self.expected.number} is deployed again"

    def deploy_staging(self) -> str:
        """Staging gets the version and is tested; then the pipeline waits for approval."""
        execution = self._finished("Approve")
        if execution.stages.get("Staging") != "Succeeded":
            raise self.target.execution_failure(execution)
        return self._deployed("staging")

    def approve_production(self) -> str:
        """The approver, who is not the author, approves the deployment to production."""
        approve, execution = self.people.approver.approve_production, self.target.state.execution
        self.target.wait_for(
            "the request to approve production", lambda: approve(self.pipeline, execution, "rehearsed") or None
        )
        return "approved by the approver"

    def deploy_production(self) -> str:
        """Production gets the version under the traffic policy and is tested."""
        execution = self._finished("")
        if execution.status != "Succeeded":
            raise self.target.execution_failure(execution)
        return self._deployed("production")

    def notify_team(self) -> str:
        """A message names the execution that changed production."""
        words = f"Production of pipeline {self.pipeline} changed"
        message = self.target.message(words, self.target.state.execution)
        return message.partition("\n")[0].removeprefix("message: ")

    def start_probe(self) -> str:
        """Production answers; from now on it gets requests all the time."""
        endpoint, production = self.target.output("ProductionEndpoint"), self.people.production
        sample = self.sample_request()
        first = production.invoke(endpoint, sample)
        probe = AvailabilityProbe(lambda: production.invoke(endpoint, sample))
        self.target.state.probe = probe
        probe.start()
        return f"answers {' '.join(first.split())[:60]}"

    def stop_probe(self) -> str:
        """No request has failed since the probe started."""
        probe = self.target.state.probe
        results = probe.stop() if probe else ()
        failed = failed_requests(results)
        if failed or not results:
            reason = failed[0].failure if failed else "none was sent"
            problem = f"{len(failed)} of {len(results)} requests failed: {reason}"
            raise UnfinishedError(problem, hint="the report shows when; production should answer all the time")
        return f"{len(results)} requests, 0 failed"

    def sample_request(self) -> SampleRequest:
        """The first request that was registered with the newest approved version."""
        address = self.source.state.approved[-1].sample_requests
        request = json.loads(self.people.development.read(address))["requests"][0]
        return SampleRequest(request["body"], request["content_type"], request["accept"])

    def _decide(self, version: ModelVersion, status: str, comment: str) -> None:
        approver = self.people.approver
        if not self.target.launched:
            approver.decide(version.arn, status, comment)
            return
        known = frozenset(approver.executions(self.pipeline))
        approver.decide(version.arn, status, comment)

        def started() -> str | None:
            new = [execution for execution in approver.executions(self.pipeline) if execution not in known]
            return next((item for item in new if approver.model_of(self.pipeline, item) == version.arn), None)

        what = f"an execution of {self.pipeline} for version {version.number}"
        self.target.state.execution = self.target.wait_for(what, started)

    def ended_execution(self) -> Execution:
        """That of the launch, when it has ended, however it did."""
        return self._finished("")

    def read_change(self) -> str:
        """The message that asks for production tells which version comes."""
        number = self.expected.number if self.expected else 0
        words = f"version {number} to production"
        _, _, change = self.target.message(words, self.pipeline).partition(words)
        return f"{words}{change.partition(chr(10))[0]}"

    def _finished(self, stage: str) -> Execution:
        if not self.target.state.execution:
            self.target.state.execution = self._first_execution()
        return self.target.finished(self.pipeline, self.target.state.execution, stage)

    def _first_execution(self) -> str:
        """That of the launch, which deploys the newest version that was approved before."""
        executions = self.people.approver.executions
        what = f"an execution of {self.pipeline}"
        return self.target.wait_for(what, lambda: executions(self.pipeline) or None)[-1]

    def _deployed(self, stage: str) -> str:
        project = self.target.state.project
        stack = f"sagemaker-{project.name}-{project.identifier}-endpoint-{stage}"
        found = self.people.viewer(stage).stack_parameters(stack)
        number = str(self.expected.number) if self.expected else ""
        if found.get("ModelVersion") != number:
            problem = f"{stage} has version {found.get('ModelVersion')}, not {number}"
            raise UnfinishedError(problem, hint=KEPT_HINT)
        return f"version {number} tested in {stage}"
