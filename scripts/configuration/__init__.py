"""What the platform team writes: portfolios and environments, parsed once into validated objects."""

from scripts.configuration.environment import Environment, Settings
from scripts.configuration.networks import Network, StageNetwork, StageNetworks
from scripts.configuration.portfolio import Portfolio
from scripts.configuration.workspace import Workspace

__all__ = ["Environment", "Network", "Portfolio", "Settings", "StageNetwork", "StageNetworks", "Workspace"]
