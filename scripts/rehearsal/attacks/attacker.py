"""A team beside the rehearsed project, which attacks it between its steps and must get nothing."""

from collections.abc import Iterator, Mapping

from scripts.errors import UnfinishedError
from scripts.launch import LaunchRequest
from scripts.rehearsal.attacks import ATTACKS, release
from scripts.rehearsal.attacks.attack import Attempt, attempts
from scripts.rehearsal.attacks.attackers import Attackers
from scripts.rehearsal.attacks.scene import NotYetError, Scene, Session, Target
from scripts.rehearsal.project import RehearsedProject
from scripts.rehearsal.steps import Step
from scripts.rehearsal.story import Rehearsal
from templates import names

AFTER = ("launch", "register", "production answers")
"""The steps of a story that make more attacks possible."""


class Attacker:
    """One project whose code trains, and one that deploys the models of the attacked project without its consent."""

    def __init__(self, rehearsal: Rehearsal, attackers: Attackers) -> None:
        self.rehearsal = rehearsal
        self.people = rehearsal.people
        self.attackers = attackers
        self.attempts: list[Attempt] = []
        self.refused: dict[str, set[tuple[str, str]]] = {}
        self.projects: dict[str, RehearsedProject] = {}
        self.sessions: dict[str, Session] = dict(attackers.people())

    def between(self, steps: Iterator[Step]) -> Iterator[Step]:
        """The steps of a story, with attacks between them. The attacker's project is there before the story's."""
        yield Step("launch an attacker", self.launch)
        yield Step("the attacker's code runs", self.run_code)
        for step in steps:
            yield step
            if step.title in AFTER:
                yield Step(f"attacks after {step.title}", self.attack)
        yield Step("attacks at the end", self.attack_again)

    def launch(self) -> str:
        return self._launch("build", "build-train", {"Example": "census"})

    def run_code(self) -> str:
        """A push whose build gives the session of its role away, and a job that does the same."""
        build = self.projects["build"]
        self.attackers.stop(build.output("BuildPipelineName"))
        commit = self._push(build.output("BuildRepositoryUrl"), {"buildspec.yml": self.attackers.buildspec})
        pipeline = build.output("BuildPipelineName")
        execution = build.finished(pipeline, build.execution_for_commit(pipeline, commit))
        if execution.log is None:
            raise build.execution_failure(execution)
        self.sessions["build"] = self.attackers.printed(execution.log.group, execution.log.stream)
        self.sessions["job"] = self.attackers.job(build.output("ExecutionRoleArn"))
        return f"sessions of {build.state.project.identifier}'s build and job"

    def attack(self) -> str:
        """What has become possible by now, on every project of the rehearsal."""
        self._deploy_without_consent()
        return self._outcome([attempt for project in self.rehearsal.launched for attempt in self._attempts(project)])

    def attack_again(self) -> str:
        """Everything, once more."""
        self.refused.clear()
        return self.attack()

    def _attempts(self, project: RehearsedProject) -> list[Attempt]:
        target = self._target(project)
        refused = self.refused.setdefault(target.identifier, set())
        scene = Scene(target, self._own(), self.attackers.asset_bucket, self.sessions)
        left = [attack for attack in ATTACKS if (attack.attacker, attack.sentence) not in refused]
        made = list(attempts(left, scene, self.attackers.explain))
        refused |= {(attempt.attacker, attempt.sentence) for attempt in made}
        return made

    def _outcome(self, new: list[Attempt]) -> str:
        self.attempts.extend(new)
        failed = [attempt for attempt in new if attempt.verdict != "refused"]
        if failed:
            lines = [f"  | {item.verdict}: finding {item.finding}: {item.sentence}: {item.answer}" for item in failed]
            problem = "\n".join([f"{len(failed)} of {len(new)} attacks were not refused", *lines])
            raise UnfinishedError(problem, hint="both projects are kept")
        return f"{len(new)} refused"

    def _deploy_without_consent(self) -> None:
        """Launched once the group of the attacked project exists; its builds then run as roles that deploy."""
        group = next((item for item in self.rehearsal.launched if "ModelPackageGroupName" in _outputs(item)), None)
        if group is None or "deploy" in self.projects:
            return
        self._launch("deploy", "deploy", {"ModelPackageGroupName": group.output("ModelPackageGroupName")})
        self._push(self.projects["deploy"].output("DeployRepositoryUrl"), release.FILES)
        own = self._target(self.projects["deploy"])
        for part in (names.PREPARE_BUILD, names.TEST_BUILD):
            self.sessions[part] = self.attackers.build(own.build_name(part))
        for stage in own.stages:
            self.sessions[f"{stage}-test"] = self.sessions["test"].assume(own.stage_role(stage, "test"), {})

    def _launch(self, half: str, product: str, parameters: dict[str, str]) -> str:
        request = LaunchRequest(product, f"{self.rehearsal.request.name}-{half[0]}x", None, parameters)
        self.projects[half] = RehearsedProject(self.people)
        return self.projects[half].launch(request)

    def _push(self, address: str, files: Mapping[str, str]) -> str:
        checkout = self.people.scientist.clone(address, self.rehearsal.folder / address.rpartition("/")[2])
        for name in files:
            (checkout.folder / name).parent.mkdir(parents=True, exist_ok=True)
        return checkout.commit(files, "Attack")

    def _own(self) -> dict[str, Target]:
        return {half: self._target(project) for half, project in self.projects.items()}

    def _target(self, project: RehearsedProject) -> Target:
        people, bucket = self.people, project.output("Bucket")
        stages = {stage: people.viewer(stage).number for stage in ("staging", "production")}

        def find(prefix: str) -> str:
            found = people.scientist.files_below(f"s3://{bucket}/{prefix}")
            return _first([address.removeprefix(f"s3://{bucket}/") for address in found])

        def version() -> str:
            return _first([item.arn for item in project.state.versions])

        def job() -> str:
            steps = [step for training in project.state.trainings for step in training.steps]
            return _first([step.job for step in steps if step.kind == "TrainingJob" and step.job])

        return Target(project.state.project, stages, find, version, job)


def _outputs(project: RehearsedProject) -> dict[str, str]:
    return dict(project.state.project.outputs)


def _first(found: list[str]) -> str:
    """Raises NotYetError when there is nothing."""
    if not found:
        raise NotYetError
    return found[0]
