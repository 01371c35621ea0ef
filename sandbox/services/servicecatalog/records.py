"""What Service Catalog stores: portfolios, products, constraints, tag options, launches and their records."""

import datetime
from dataclasses import dataclass, field
from typing import Literal

from ministack.core.responses import get_account_id

from sandbox.api.persistence import stored
from sandbox.services.servicecatalog.details import (
    ConstraintDetail,
    LaunchPath,
    PortfolioDetail,
    PortfolioShareDetail,
    Principal,
    ProductViewDetail,
    ProvisionedProductDetail,
    ProvisioningArtifactDetail,
    RecordDetail,
    RecordOutput,
    Tag,
    TagOptionDetail,
)


@stored
@dataclass
class ShareOperation:
    """A change of a share, in effect when it `ends`; `id` is the token under which its status is read."""

    id: str
    portfolio: str
    action: Literal["create", "delete"]
    share: PortfolioShareDetail
    ends: datetime.datetime


@stored
@dataclass
class Portfolio:
    """`shares` and `shared_since` are by the share's key; `sharing` is the one operation on them."""

    id: str
    owner: str
    detail: PortfolioDetail
    tags: list[Tag]
    products: list[str] = field(default_factory=list)
    shares: dict[str, PortfolioShareDetail] = field(default_factory=dict)
    shared_since: dict[str, datetime.datetime] = field(default_factory=dict)
    sharing: ShareOperation | None = None

    @property
    def is_own(self) -> bool:
        return self.owner == get_account_id()


@stored
@dataclass
class PortfolioPrincipals:
    """The principals that one account associated with a portfolio, its own or an imported one."""

    id: str
    principals: list[Principal] = field(default_factory=list)


@stored
@dataclass
class Artifact:
    """A provisioning artifact: `url` is the template's source, `copy` the address of Service Catalog's own copy."""

    detail: ProvisioningArtifactDetail
    url: str
    copy: str


@stored
@dataclass
class Product:
    id: str
    detail: ProductViewDetail
    tags: list[Tag]
    artifacts: dict[str, Artifact]


@stored
@dataclass
class Constraint:
    """`parameters` is JSON, as the API takes and answers it."""

    id: str
    detail: ConstraintDetail
    parameters: str


@stored
@dataclass
class TagOption:
    id: str
    detail: TagOptionDetail
    resources: list[str] = field(default_factory=list)


@stored
@dataclass
class Launch:
    """A provisioned product: `stack` is the name of its stack, `stack_id` its ARN once CloudFormation has it."""

    id: str
    detail: ProvisionedProductDetail
    portfolio: str
    path: LaunchPath
    stack: str
    user_arn: str
    user_arn_session: str
    tags: list[Tag] = field(default_factory=list)
    stack_id: str | None = None


@stored
@dataclass
class LaunchRecord:
    """The record of one change to a provisioned product."""

    id: str
    detail: RecordDetail
    user_arn: str
    user_arn_session: str
    outputs: list[RecordOutput] = field(default_factory=list)
