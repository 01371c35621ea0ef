"""What the platform team writes: portfolios and environments, parsed once into validated objects."""

from scripts.configuration.environment import Environment, Network, Settings
from scripts.configuration.portfolio import Portfolio
from scripts.configuration.workspace import Workspace

__all__ = ["Environment", "Network", "Portfolio", "Settings", "Workspace"]
