"""The owner of models lets another project deploy them. Every method is one step."""

from scripts.errors import UnfinishedError
from scripts.rehearsal.model_delivery import ModelDelivery
from scripts.rehearsal.project import KEPT_HINT

PARAMETER = "ModelsDeployedBy"
STAGE = "Prepare"


class Consent:
    """Of the project that registers models to the one that deploys them."""

    def __init__(self, delivery: ModelDelivery) -> None:
        self.delivery, self.source, self.target = delivery, delivery.source, delivery.target
        self.people = delivery.people

    def refuse(self) -> str:
        """The execution of the launch ends before anything is deployed, and says who has to agree."""
        found = self.delivery.ended_execution()
        outcome = self.people.development.build_outcome(found.log) if found.log else ""
        if found.stages.get(STAGE) != "Failed" or PARAMETER not in outcome or self._identifier not in outcome:
            problem = f"without consent {STAGE} is {found.stages.get(STAGE)} and says `{outcome}`"
            raise UnfinishedError(problem, hint=KEPT_HINT)
        return outcome

    def agree(self) -> str:
        """The owner updates the project that has the models."""
        name = self.source.state.project.name
        self.people.scientist.update_project(name, {PARAMETER: self._identifier})
        return f"{PARAMETER} of {name} is {self._identifier}"

    def retry(self) -> str:
        """The team retries the stage, as the sentence says."""
        self.people.development.retry_stage(self.delivery.pipeline, self.target.state.execution, STAGE)
        return f"stage {STAGE} of {self.target.state.execution[:8]}"

    @property
    def _identifier(self) -> str:
        return self.target.state.project.identifier
