"""What each person does in a rehearsal, and what has to come of it. Every method is one stage."""

from dataclasses import dataclass, field
from pathlib import Path

from scripts.errors import UnfinishedError
from scripts.launch import LaunchedProject, LaunchRequest
from scripts.rehearsal.edits import Change
from scripts.rehearsal.roles import Cast, Checkout, Delivery, Log, ModelVersion, Training
from scripts.rehearsal.waiting import START_SECONDS, WORK_SECONDS, wait_for

ENDED = {"Succeeded", "Failed", "Stopped", "Cancelled", "Superseded"}
KEPT_HINT = "the project is kept; mend the cause in its repository and push again"


@dataclass
class Notes:
    """What is known so far; the report is made of it."""

    project: LaunchedProject
    commit: str = ""
    trainings: list[Training] = field(default_factory=list)
    versions: list[ModelVersion] = field(default_factory=list)
    candidate: ModelVersion | None = None
    approved: list[ModelVersion] = field(default_factory=list)
    delivery: str = ""


class Play:
    """One project's life. A stage that does not come to its end raises UnfinishedError with the first reason."""

    def __init__(self, cast: Cast, folder: Path) -> None:
        self.cast = cast
        self.folder = folder
        self._notes: Notes | None = None
        self._checkout: Checkout | None = None

    @property
    def launched(self) -> bool:
        return self._notes is not None

    @property
    def notes(self) -> Notes:
        if self._notes is None:
            raise UnfinishedError("no project was launched", hint="see why above")
        return self._notes

    def output(self, name: str) -> str:
        """An output of the project's stack."""
        return self.notes.project.outputs[name]

    def launch(self, order: LaunchRequest) -> str:
        """A data scientist creates the project."""
        self._notes = Notes(self.cast.scientist.launch(order, lambda _: None))
        self.cast.inbox.open(self.output("TopicArn"))
        return f"{self.notes.project.name} · {self.notes.project.identifier}"

    def push(self, change: Change) -> str:
        """The data scientist changes the training code."""
        if self._checkout is None:
            self._checkout = self.cast.scientist.clone(self.output("BuildRepositoryUrl"), self.folder / "training")
        files = change.files(self._checkout.folder)
        self.notes.commit = self._checkout.push(files, change.message)
        return f"{self.notes.commit[:7]} {change.message}"

    def build(self) -> str:
        """The push starts the pipeline, which tests the code and starts the training."""
        pipeline = self.output("BuildPipelineName")
        ended = self.ended(pipeline, self.started(pipeline, self.notes.commit))
        if ended.status != "Succeeded":
            raise self.failed(ended)
        return f"tests passed in {pipeline}"

    def train(self) -> str:
        """The training does what its definition says."""
        training = self._training()
        if training.status != "Succeeded":
            raise self._with_log(f"training: {training.reason or training.status}", training.log)
        cached = sum(step.cached for step in training.steps)
        return f"{len(training.steps)} steps{f', {cached} of them from the cache' if cached else ''}"

    def register(self) -> str:
        """The model is in the registry and waits for a person."""
        version = wait_for("a version of the model", self._version_of_commit, START_SECONDS)
        if version.status != "PendingManualApproval":
            raise UnfinishedError(f"version {version.number} is {version.status} already", hint=KEPT_HINT)
        self.notes.candidate = version
        self.notes.versions.append(version)
        return f"version {version.number} waits for approval"

    def refuse_author(self) -> str:
        """Whoever pushed the code cannot approve what came of it."""
        candidate = self.notes.candidate
        refusal = self.cast.scientist.refusal_to_approve(candidate.arn) if candidate else ""
        if not refusal:
            raise UnfinishedError("the author approved a model of their own", hint="look at the policy of the group")
        return refusal

    def stop_at_gate(self) -> str:
        """A worse model fails its training with the reason, and no version appears."""
        before = len(self.cast.approver.versions(self.output("ModelPackageGroupName")))
        training = self._training()
        after = self.cast.approver.versions(self.output("ModelPackageGroupName"))
        if training.status != "Failed" or len(after) != before or self._version_of_commit():
            raise UnfinishedError("a worse model went through the gate", hint="look at the gate of the training code")
        return training.reason

    def _training(self) -> Training:
        pipeline, commit = self.output("TrainingPipelineName"), self.notes.commit
        known = {each.arn for each in self.notes.trainings}  # new data are learnt by a commit that has learnt before

        def ended() -> Training | None:
            found = self.cast.scientist.training_of(pipeline, commit)
            return found if found and found.status in ENDED and found.arn not in known else None

        training = wait_for(f"the training of commit {commit[:7]}", ended)
        self.notes.trainings.append(training)
        return training

    def _version_of_commit(self) -> ModelVersion | None:
        versions = self.cast.approver.versions(self.output("ModelPackageGroupName"))
        known = {version.arn for version in self.notes.versions}
        new = (version for version in versions if version.arn not in known)
        return next((version for version in new if version.commit == self.notes.commit), None)

    def started(self, pipeline: str, commit: str) -> str:
        """The execution that the push of a commit starts, once it is there."""
        approver = self.cast.approver
        what = f"a run of {pipeline} for commit {commit[:7]}"
        return wait_for(what, lambda: approver.delivery_of_commit(pipeline, commit), START_SECONDS)

    def ended(self, pipeline: str, execution: str, stage: str = "", seconds: float = WORK_SECONDS) -> Delivery:
        """An execution when it is over, or when it has come to a stage."""

        def reached() -> Delivery | None:
            delivery = self.cast.approver.delivery(pipeline, execution)
            return delivery if delivery.status in ENDED or stage in delivery.stages else None

        return wait_for(f"the end of {pipeline}", reached, seconds)

    def failed(self, delivery: Delivery) -> UnfinishedError:
        """The first reason in the pipeline's own words, and the end of the log if it was a build."""
        return self._with_log(delivery.reason or f"the pipeline is {delivery.status}", delivery.log)

    def _with_log(self, reason: str, log: Log | None) -> UnfinishedError:
        lines = self.cast.development.last_lines(log) if log else ()
        return UnfinishedError("\n".join([reason, *(f"  | {line}" for line in lines)]), hint=KEPT_HINT)
