"""One AWS account, as the current credentials reach it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from scripts.errors import CredentialsError
from templates import names

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_organizations import OrganizationsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sagemaker import SageMakerClient
    from mypy_boto3_servicecatalog import ServiceCatalogClient

CONFIGURATION = Config(
    retries={"mode": "adaptive", "max_attempts": 8},
    user_agent_extra="sagemaker-project-catalog",
    max_pool_connections=16,
)


@dataclass(frozen=True)
class Identity:
    """The account and role that the credentials belong to."""

    account: str
    arn: str


class Account:
    """Clients by region, each created once; the session's credentials decide which account it is."""

    def __init__(self, session: boto3.Session | None = None, home: str = "us-east-1") -> None:
        self.session = session or boto3.Session()
        self.home = home  # region for services without regions; each partition has its own
        self.cloudformation = cache(self._cloudformation)
        self.organizations = cache(self._organizations)
        self.s3 = cache(self._s3)
        self.sagemaker = cache(self._sagemaker)
        self.servicecatalog = cache(self._servicecatalog)
        self.client = cache(self._client)

    def identity(self) -> Identity:
        """The account and role behind the credentials."""
        answer = self.session.client("sts", self.session.region_name or self.home).get_caller_identity()
        return Identity(answer["Account"], answer["Arn"])

    def require(self, account: str, purpose: str) -> None:
        """Raises CredentialsError unless the credentials belong to `account`."""
        identity = self.identity()
        if identity.account != account:
            owner = f"account {identity.account} ({identity.arn})"
            problem = f"these credentials belong to {owner}, not to {purpose} {account}"
            raise CredentialsError(problem, hint="set AWS_PROFILE to a profile of that account; nothing was written")

    @classmethod
    def of_profile(cls, profile: str | None) -> Account:
        """The account of a profile of the AWS configuration; of the current credentials when it is None."""
        return cls(boto3.Session(profile_name=profile) if profile else None)

    def assume(self, role_arn: str) -> Account:
        """The account of a role that this one can assume."""
        region = self.session.region_name or self.home
        client = self.session.client("sts", region, config=CONFIGURATION)
        credentials = client.assume_role(RoleArn=role_arn, RoleSessionName=names.PREFIX)["Credentials"]
        return Account(
            boto3.Session(
                aws_access_key_id=credentials["AccessKeyId"],
                aws_secret_access_key=credentials["SecretAccessKey"],
                aws_session_token=credentials["SessionToken"],
                region_name=region,
            ),
            self.home,
        )

    def _cloudformation(self, region: str) -> CloudFormationClient:
        return self.session.client("cloudformation", region, config=CONFIGURATION)

    def _organizations(self) -> OrganizationsClient:
        return self.session.client("organizations", self.home, config=CONFIGURATION)

    def _s3(self, region: str) -> S3Client:
        return self.session.client("s3", region, config=CONFIGURATION)

    def _sagemaker(self, region: str) -> SageMakerClient:
        return self.session.client("sagemaker", region, config=CONFIGURATION)

    def _servicecatalog(self, region: str) -> ServiceCatalogClient:
        return self.session.client("servicecatalog", region, config=CONFIGURATION)

    def _client(self, service: str, region: str) -> Any:
        """A client without types, for services that are rarely called here."""
        untyped: Any = self.session.client
        return untyped(service, region, config=CONFIGURATION)
