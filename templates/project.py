"""A project's identity: every name, tag and ARN of a launched project comes from here."""

from dataclasses import dataclass

from troposphere import Parameter, Ref, Select, Split, Sub, Tags

from templates import names
from templates.arns import arn
from templates.parameters import PROJECT_ID, PROJECT_NAME, TEAM

# An endpoint's name has 63 characters, one less than the longest project with `-production` added.
ENDPOINT_SUFFIXES = {"staging": "staging", "production": "live", "development": "development"}


@dataclass(frozen=True)
class Project:
    """Names are strings with placeholders: wrap them in `Sub` where CloudFormation should fill them in.

    SageMaker writes the names in its ARNs in lower case, so `sagemaker_arn` matches by the id, which has no upper case.
    """

    name: Parameter = PROJECT_NAME
    identifier: Parameter = PROJECT_ID

    @property
    def model_package_group(self) -> str:
        return f"${{{self.name.title}}}-{self._id}"

    @property
    def bucket_name(self) -> Sub:
        """Not guessable from outside: it ends in the start of the stack's unique id."""
        unique = Select(0, Split("-", Select(2, Split("/", Ref("AWS::StackId")))))
        return Sub(f"sagemaker-{self._id}-${{Unique}}", Unique=unique)

    @property
    def tags(self) -> Tags:
        """By the first two Studio finds a project's resources; by the third a team's role reaches them."""
        own = {"sagemaker:project-name": Ref(self.name), "sagemaker:project-id": Ref(self.identifier)}
        return Tags({**own, names.TEAM_TAG: Ref(TEAM)})

    @property
    def _id(self) -> str:
        return f"${{{self.identifier.title}}}"

    def long_name(self, part: str) -> str:
        """Up to 64 characters and `part`: for repositories, builds and pipelines."""
        return f"sagemaker-${{{self.name.title}}}-{self._id}-{part}"

    def short_name(self, part: str) -> str:
        """Up to 31 characters and `part`: for roles, rules, schedules and other names that are limited to 64."""
        return f"sagemaker-{self._id}-{part}"

    def stage_role(self, stage: str, part: str) -> str:
        """A role of the project in a stage's account."""
        return names.stage_role(self._id, stage, part)

    def endpoint_name(self, stage: str) -> str:
        """In an account of its own for each stage, or in one account for both."""
        return f"{self.model_package_group}-{ENDPOINT_SUFFIXES[stage]}"

    def build_name(self, part: str) -> str:
        """AWS's own Studio policies start every build named `sagemaker...`, with commands of the caller's choice.

        So the builds of a deployment, which write releases and call endpoints, are named otherwise; data scientists
        follow the build of the training. AmazonSageMakerFullAccess, codebuild:StartBuild.
        """
        if part == names.TRAINING_PART:
            return self.long_name(part)
        return f"{names.PREFIX}-${{{self.name.title}}}-{self._id}-{part}"

    def build_log_group(self, part: str) -> str:
        return f"/aws/codebuild/{self.build_name(part)}"

    def sagemaker_arn(self, kind: str, suffix: str = "-*") -> Sub:
        """A SageMaker resource of this project, whatever case its name is in.

        A hyphen or slash on both sides of the id: ids of 12 and 13 characters may begin alike.
        """
        return arn("sagemaker", f"{kind}/*-{self._id}{suffix}")
