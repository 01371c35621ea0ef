"""From a push to a registered model, or to the gate that refuses it. Every method is one step."""

from pathlib import Path

from scripts.errors import UnfinishedError
from scripts.rehearsal.edits import CodeEdit
from scripts.rehearsal.project import FINISHED, KEPT_HINT, WORK_SECONDS, RehearsedProject
from scripts.rehearsal.roles import Checkout, ModelVersion, Training


class TrainingRun:
    """The training half of a project. `folder` is for the clone of its repository."""

    def __init__(self, project: RehearsedProject, folder: Path) -> None:
        self.project = project
        self.people = project.people
        self.folder = folder
        self._checkout: Checkout | None = None

    def clone(self) -> str:
        """The data scientist gets the example that the launch put into the repository; its first build runs already."""
        commit = self._open_checkout().head()
        self.project.state.commit = commit
        return f"{commit[:7]} of {self.project.output('BuildRepositoryUrl')}"

    def push(self, edit: CodeEdit) -> str:
        """The data scientist edits the training code."""
        checkout = self._open_checkout()
        commit = checkout.commit(edit.files(checkout.folder), edit.message)
        self.project.state.commit = commit
        return f"{commit[:7]} {edit.message}"

    def build(self) -> str:
        """A commit starts the pipeline, which tests the code and starts the training."""
        pipeline = self.project.output("BuildPipelineName")
        started = self.project.execution_for_commit(pipeline, self.project.state.commit)
        execution = self.project.finished(pipeline, started)
        if execution.status != "Succeeded":
            raise self.project.execution_failure(execution)
        return f"tests passed in {pipeline}"

    def train(self) -> str:
        """The SageMaker pipeline succeeds."""
        training = self._training()
        if training.status != "Succeeded":
            raise self.project.failure(f"training: {training.reason or training.status}", training.log)
        cached = sum(step.cached for step in training.steps)
        return f"{len(training.steps)} pipeline steps{f', {cached} of them from the cache' if cached else ''}"

    def register(self) -> str:
        """The model is in the registry and waits for approval."""
        version = self.project.wait_for("a version of the model", self._version_of_commit)
        if version.status != "PendingManualApproval":
            raise UnfinishedError(f"version {version.number} is {version.status} already", hint=KEPT_HINT)
        self.project.state.candidate = version
        self.project.state.versions.append(version)
        return f"version {version.number} waits for approval"

    def deny_author(self) -> str:
        """The author of the code cannot approve the model."""
        candidate = self.project.state.candidate
        refusal = self.people.scientist.refusal_to_approve(candidate.arn) if candidate else ""
        if not refusal:
            problem = "the author approved a model of their own"
            raise UnfinishedError(problem, hint="check the policy of the model package group")
        return refusal

    def stop_at_gate(self) -> str:
        """The training of a worse model fails with the reason, and no version is registered."""
        before = len(self._versions())
        training = self._training()
        if training.status != "Failed" or len(self._versions()) != before or self._version_of_commit():
            raise UnfinishedError("a worse model passed the gate", hint="check the gate of the training code")
        return training.reason

    def stop_behind_production(self) -> str:
        """The training of a model that beats the baselines fails, because production has a better one."""
        reason = self.stop_at_gate()
        first, *_ = reason.partition("Not good enough: ")[2].partition(" and ")
        if self._behind() not in first:
            problem = f"the gate did not stop the model for what production runs: {reason}"
            raise UnfinishedError(problem, hint="check what the training was given as ChampionUri")
        return reason

    def read_refusal(self) -> str:
        """The message about the failed training has the sentence of the gate."""
        message = self.project.message(self._behind())
        return message[message.index("Not good enough") :].partition(" - ")[0]

    def _behind(self) -> str:
        return f"percent worse than version {self.project.state.approved[-1].number} in production"

    def _open_checkout(self) -> Checkout:
        if self._checkout is None:
            address = self.project.output("BuildRepositoryUrl")
            self._checkout = self.people.scientist.clone(address, self.folder / "training")
        return self._checkout

    def _training(self) -> Training:
        pipeline, commit = self.project.output("TrainingPipelineName"), self.project.state.commit
        # A commit is trained again on new data.
        known = {training.arn for training in self.project.state.trainings}

        def finished() -> Training | None:
            found = self.people.scientist.training_for_commit(pipeline, commit)
            return found if found and found.status in FINISHED and found.arn not in known else None

        training = self.project.wait_for(f"the training of commit {commit[:7]}", finished, WORK_SECONDS)
        self.project.state.trainings.append(training)
        return training

    def _version_of_commit(self) -> ModelVersion | None:
        known = {version.arn for version in self.project.state.versions}
        new = (version for version in self._versions() if version.arn not in known)
        return next((version for version in new if version.commit == self.project.state.commit), None)

    def _versions(self) -> tuple[ModelVersion, ...]:
        return self.people.approver.versions(self.project.output("ModelPackageGroupName"))
