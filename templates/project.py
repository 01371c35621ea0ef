"""A project's identity: every name, tag and ARN of a launched project comes from here."""

from dataclasses import dataclass

from troposphere import Parameter, Ref, Select, Split, Sub, Tags

from templates.arns import arn
from templates.parameters import PROJECT_ID, PROJECT_NAME

# An endpoint's name has 63 characters, one less than the longest project with `-production` behind it.
ENDPOINT_ENDS = {"staging": "staging", "production": "live"}


@dataclass(frozen=True)
class Project:
    """Names are texts with placeholders: wrap them in `Sub` where CloudFormation should fill them in.

    SageMaker writes the names in its ARNs in lower case, so `sagemaker_arn` matches by the id, which has no upper case.
    """

    name: Parameter = PROJECT_NAME
    identifier: Parameter = PROJECT_ID

    @property
    def model_package_group(self) -> str:
        return f"${{{self.name.title}}}-{self._id}"

    @property
    def bucket_name(self) -> Sub:
        """Not guessable from outside: it ends in the start of the stack's own unique id."""
        unique = Select(0, Split("-", Select(2, Split("/", Ref("AWS::StackId")))))
        return Sub(f"sagemaker-{self._id}-${{Unique}}", Unique=unique)

    @property
    def tags(self) -> Tags:
        """What Studio finds a project's things by."""
        return Tags({"sagemaker:project-name": Ref(self.name), "sagemaker:project-id": Ref(self.identifier)})

    @property
    def _id(self) -> str:
        return f"${{{self.identifier.title}}}"

    def long_name(self, what: str) -> str:
        """Up to 64 characters and `what`: for repositories, builds and pipelines."""
        return f"sagemaker-${{{self.name.title}}}-{self._id}-{what}"

    def short_name(self, what: str) -> str:
        """Up to 31 characters and `what`: for roles, rules, schedules and whatever else is limited to 64."""
        return f"sagemaker-{self._id}-{what}"

    def endpoint_name(self, stage: str) -> str:
        """In an account of its own for each stage, or in one account for both."""
        return f"{self.model_package_group}-{ENDPOINT_ENDS[stage]}"

    def build_log_group(self, what: str) -> str:
        return f"/aws/codebuild/{self.long_name(what)}"

    def sagemaker_arn(self, kind: str, what: str = "*") -> Sub:
        """A SageMaker resource of this project, under any spelling of the project's name."""
        return arn("sagemaker", f"{kind}/*{self._id}{what}")
