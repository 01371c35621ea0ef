"""What a question costs, and what a run may spend."""

from dataclasses import dataclass

from scripts.errors import ConfigurationError

LIMIT = 5.0
"""Dollars; no run may be given more."""
ENDPOINT_BUDGET = 1.0
"""Dollars; a run with less starts no endpoint, whatever that would cost."""
MARGIN = 2.0
"""Regions differ from us-east-1 by up to a half, and a machine may take longer to start than usual."""


@dataclass(frozen=True)
class Price:
    """Dollars for one unit in us-east-1, and where AWS says so."""

    dollars: float
    unit: str
    source: str


# AWS Price List, service code and usage type, as public copies had them on 21 November 2026. Today's:
# `aws pricing get-products --service-code <code> --filters Type=TERM_MATCH,Field=usagetype,Value=<usage type>`.
BUILD = Price(0.005, "minute of general1.small", "CodeBuild, USE1-Build-Min:Linux:g1.small")
JOB = Price(0.05 / 60, "minute of ml.t3.medium", "AmazonSageMaker, USE1-Processing:ml.t3.medium")
TRAINING = Price(0.115 / 60, "minute of ml.m5.large", "AmazonSageMaker, USE1-Train:ml.m5.large")
ENDPOINT = Price(0.115 / 60, "minute of ml.m5.large", "AmazonSageMaker, USE1-Host:ml.m5.large")
KEY = Price(1 / (30 * 24), "hour of a customer key", "awskms, us-east-1-KMS-Keys")


@dataclass(frozen=True)
class Cost:
    """An amount of something that AWS charges for; none is free."""

    price: Price | None = None
    amount: float = 0.0
    endpoint: bool = False

    @property
    def dollars(self) -> float:
        """At most; rounded up to a tenth of a cent."""
        exact = self.price.dollars * self.amount * MARGIN if self.price else 0.0
        return -(-exact * 1000 // 1) / 1000

    @property
    def needs(self) -> float:
        """The smallest budget of a run in which this may be spent."""
        return max(self.dollars, ENDPOINT_BUDGET) if self.endpoint else self.dollars

    @property
    def sentence(self) -> str:
        return f"${self.dollars:.3f}" if self.price else "free"


FREE = Cost()


@dataclass(frozen=True)
class Budget:
    """What a run may spend in all, and what its questions have cost so far, as stated before each was asked."""

    dollars: float
    spent: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.dollars <= LIMIT:
            problem = f"a budget of ${self.dollars:.2f}"
            raise ConfigurationError(problem, hint=f"a run may have $0 to ${LIMIT:.0f}: BUDGET=<dollars>")

    def allows(self, cost: Cost) -> bool:
        """Whether a question of this cost may still be asked."""
        return cost.needs <= self.dollars and self.spent + cost.dollars <= self.dollars + 1e-9

    def after(self, cost: Cost) -> "Budget":
        return Budget(self.dollars, self.spent + cost.dollars)
