"""The networks that an environment names: those of builds and jobs, and those of deployed models."""

from pydantic import Field

from scripts.configuration.documents import Document


class Network(Document):
    """Where builds and jobs run, or where Studio domains are."""

    vpc: str = Field(pattern=r"^vpc-[0-9a-f]{8,17}$", description="for example vpc-0a1b2c3d")
    subnets: list[str] = Field(min_length=1, max_length=16, description="for example [subnet-0a1b2c3d]")
    security_groups: list[str] = Field(min_length=1, max_length=5, description="for example [sg-0a1b2c3d]")


class StageNetwork(Document):
    """Where deployed models run: SageMaker takes no VPC besides subnets and groups."""

    subnets: list[str] = Field(min_length=1, max_length=16, description="for example [subnet-0a1b2c3d]")
    security_groups: list[str] = Field(min_length=1, max_length=5, description="for example [sg-0a1b2c3d]")


class StageNetworks(Document):
    staging: StageNetwork | None = Field(default=None, description="of the staging account")
    production: StageNetwork | None = Field(default=None, description="of the production account")
