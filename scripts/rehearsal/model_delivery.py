"""A model's way through the stages: decided on, deployed to staging, released, deployed to production."""

from scripts.errors import UnfinishedError
from scripts.launch import LaunchRequest
from scripts.rehearsal.people import heard
from scripts.rehearsal.roles import Delivery, ModelVersion, Question
from scripts.rehearsal.traffic import Traffic, failures
from scripts.rehearsal.training_run import KEPT_HINT, Play
from scripts.rehearsal.waiting import START_SECONDS, wait_for


class Promotion:
    """Every method is one stage. `play` trains; `project` deploys, and is the same unless it only deploys."""

    def __init__(self, play: Play, project: Play | None = None) -> None:
        self.play = play
        self.project = project or play
        self.traffic: Traffic | None = None
        self.expected: ModelVersion | None = None

    @property
    def pipeline(self) -> str:
        return self.project.output("DeployPipelineName")

    def launch(self, order: LaunchRequest) -> str:
        """A project that only deploys: its first run takes the newest version that is approved already."""
        said = self.project.launch(order)
        deliveries = self.play.cast.approver.deliveries
        started = wait_for(f"a run of {self.pipeline}", lambda: deliveries(self.pipeline) or None, START_SECONDS)
        self.project.notes.delivery = started[-1]
        return said

    def approve(self) -> str:
        """The approver takes the candidate; the registry's event starts the pipeline, if there is one, with it."""
        version = self.play.notes.candidate
        if version is None:
            raise UnfinishedError("there is no version to approve", hint=KEPT_HINT)
        self._decide(version, "Approved", "better than what a person would say without a model")
        self.play.notes.approved.append(version)
        self.expected = version
        return f"version {version.number} approved"

    def reject(self) -> str:
        """The approver takes the newest approved version back; the one before it is expected."""
        *earlier, last = self.play.notes.approved
        self._decide(last, "Rejected", "rehearsing the way back")
        self.expected = earlier[-1]
        return f"version {last.number} rejected, version {self.expected.number} comes back"

    def stage(self) -> str:
        """Staging gets the version and is tested; then the pipeline waits for a person."""
        delivery = self._until("Approve")
        if delivery.stages.get("Staging") != "Succeeded":
            raise self.play.failed(delivery)
        return self._deployed("staging")

    def release(self) -> str:
        """The approver, who is not the author, lets the version go to production."""
        release = self.play.cast.approver.release
        wait_for(
            "the question whether to release",
            lambda: release(self.pipeline, self.project.notes.delivery, "rehearsed") or None,
            START_SECONDS,
        )
        return "released by the approver"

    def deploy(self) -> str:
        """Production gets the version under the traffic policy and is tested."""
        delivery = self._until("")
        if delivery.status != "Succeeded":
            raise self.play.failed(delivery)
        return self._deployed("production")

    def told(self) -> str:
        """The team hears that production changed, and in which execution."""
        message = heard(self.project, f"Production of pipeline {self.pipeline} changed", self.project.notes.delivery)
        return message.partition("\n")[0].removeprefix("message: ")

    def answer(self, question: Question) -> str:
        """Production answers; from now on it is asked all the time."""
        endpoint, production = self.project.output("ProductionEndpoint"), self.play.cast.production
        first = production.ask(endpoint, question)
        self.traffic = Traffic(lambda: production.ask(endpoint, question))
        self.traffic.start()
        return f"answers {' '.join(first.split())[:60]}"

    def count(self) -> str:
        """Not one request has failed through all that happened since."""
        asked = self.traffic.stop() if self.traffic else ()
        failed = failures(asked)
        if failed or not asked:
            said = failed[0].failure if failed else "nobody asked"
            problem = f"{len(failed)} of {len(asked)} requests failed: {said}"
            raise UnfinishedError(problem, hint="see when in the report; production should answer throughout")
        return f"{len(asked)} requests, 0 failures"

    def _decide(self, version: ModelVersion, status: str, comment: str) -> None:
        approver = self.play.cast.approver
        if not self.project.launched:
            approver.decide(version.arn, status, comment)
            return
        known = frozenset(approver.deliveries(self.pipeline))
        approver.decide(version.arn, status, comment)

        def started() -> str | None:
            new = [execution for execution in approver.deliveries(self.pipeline) if execution not in known]
            return next((each for each in new if approver.model_of(self.pipeline, each) == version.arn), None)

        what = f"a run of {self.pipeline} for version {version.number}"
        self.project.notes.delivery = wait_for(what, started, START_SECONDS)

    def _until(self, stage: str) -> Delivery:
        return self.project.ended(self.pipeline, self.project.notes.delivery, stage)

    def _deployed(self, stage: str) -> str:
        project = self.project.notes.project
        stack = f"sagemaker-{project.name}-{project.identifier}-endpoint-{stage}"
        found = self.play.cast.viewer(stage).deployed(stack)
        number = str(self.expected.number) if self.expected else ""
        if found.get("ModelVersion") != number:
            problem = f"{stage} has version {found.get('ModelVersion')}, not {number}"
            raise UnfinishedError(problem, hint=KEPT_HINT)
        return f"version {number} tested in {stage}"
