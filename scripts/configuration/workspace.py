"""The folder `portfolios/` of a checkout; its files are checked against each other."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scripts.configuration.documents import read_document, suggestion
from scripts.configuration.environment import Environment
from scripts.configuration.launch_paths import second_paths
from scripts.configuration.portfolio import Portfolio
from scripts.errors import ConfigurationError
from templates import names


@dataclass(frozen=True)
class Workspace:
    """The files of a checkout that a platform team edits."""

    root: Path

    @classmethod
    def of_this_checkout(cls) -> "Workspace":
        """The checkout that this code is part of."""
        return cls(Path(__file__).resolve().parents[2])

    @property
    def portfolios_folder(self) -> Path:
        return self.root / "portfolios"

    @property
    def releases_folder(self) -> Path:
        return self.root / "releases"

    @property
    def seeds_folder(self) -> Path:
        return self.root / "seedcode"

    def archived_in(self, name: str) -> Path:
        """The folder that has the folder of a seed, or of the catalog's own code."""
        return self.root if name == names.RELEASE_CODE else self.seeds_folder

    @property
    def build_folder(self) -> Path:
        return self.root / "build"

    @property
    def agreement_folder(self) -> Path:
        return self.root / "docs" / "agreement"

    @property
    def cassettes_folder(self) -> Path:
        """What AWS answered to the questions of `make verify-live`."""
        return self.root / "docs" / "cassettes"

    def place(self, path: Path) -> str:
        """The path relative to the checkout."""
        return path.relative_to(self.root).as_posix()

    def environments(self) -> tuple[str, ...]:
        """Names of the environments, sorted."""
        return tuple(sorted(path.stem for path in (self.portfolios_folder / "environments").glob("*.yaml")))

    def environment(self, name: str) -> Environment:
        """The environment called `name`, its units and accounts consistent.

        Raises ConfigurationError when there is none, or it is inconsistent.
        """
        if name not in self.environments():
            problem = f"there is no environment `{name}` in portfolios/environments"
            raise ConfigurationError(problem, hint=suggestion(name, self.environments()))
        path = self.portfolios_folder / "environments" / f"{name}.yaml"
        environment = read_document(path, Environment, self.place(path))
        self._same_name(path, "environment", environment.environment)
        for key, units in (("spokes", environment.spokes), ("targets", environment.targets)):
            self._known(path, key, units, environment.units, "unit")
        return environment

    def portfolios(self, environment: Environment, products: Iterable[str]) -> tuple[Portfolio, ...]:
        """The portfolios that the environment publishes, sorted by name, each naming only known products and units."""
        folder = self.portfolios_folder
        every = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
        origin = folder / "environments" / f"{environment.environment}.yaml"
        self._known(origin, "portfolios", environment.portfolios, every, "portfolio")
        chosen = environment.portfolios or every
        if not chosen:
            raise ConfigurationError("portfolios: there is no portfolio", hint="add portfolios/<name>.yaml")
        known = tuple(products)
        portfolios = tuple(self._portfolio(every[name], environment, known) for name in sorted(chosen))
        for path in second_paths(portfolios, environment):
            file = every[path.second]
            where = f"{self.place(file)}:{self._line(file, path.product)}"
            problem = f"{where}: `{path.product}` is in `{path.first}` too, for the same unit and {path.pattern}"
            raise ConfigurationError(problem, hint="keep it in one: SageMaker updates no project that has two paths")
        return portfolios

    def _portfolio(self, path: Path, environment: Environment, products: tuple[str, ...]) -> Portfolio:
        portfolio = read_document(path, Portfolio, self.place(path))
        self._same_name(path, "portfolio", portfolio.portfolio)
        self._known(path, "products", portfolio.products, products, "product")
        self._known(path, "share_with", portfolio.share_with, environment.units, "unit")
        return portfolio

    def _same_name(self, path: Path, key: str, name: str) -> None:
        if path.stem != name:
            problem = f"{self.place(path)}:{self._line(path, name)}: `{key}` is `{name}`, the file is `{path.name}`"
            raise ConfigurationError(problem, hint=f"name the file {name}.yaml")

    def _known(self, path: Path, key: str, names: Iterable[str], known: Iterable[str], noun: str) -> None:
        candidates = tuple(known)
        for name in names:
            if name not in candidates:
                problem = f"{self.place(path)}:{self._line(path, name)}: `{key}` names an unknown {noun} `{name}`"
                raise ConfigurationError(problem, hint=suggestion(name, candidates))

    @staticmethod
    def _line(path: Path, word: str) -> int:
        """The first line, from 1, that has `word` outside a comment."""
        whole_word = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        lines = path.read_text(encoding="utf-8").splitlines()
        return next((number for number, line in enumerate(lines, 1) if whole_word.search(line.split("#")[0])), 1)
