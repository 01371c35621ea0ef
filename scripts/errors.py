"""Expected failures: what went wrong, what to do about it, and the exit code that says which kind it was."""


class CatalogError(Exception):
    """An expected failure, shown as an error and a hint in two lines.

    `exit_code`: 2 configuration, 3 partial or locked (run again), 4 credentials or wrong account.
    """

    exit_code = 2

    def __init__(self, problem: str, *, hint: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.hint = hint


class ConfigurationError(CatalogError):
    """A file, an argument or a template that cannot be published as it is."""


class UnfinishedError(CatalogError):
    """Some of the work is done, or somebody else is doing it: the same command again goes on from there."""

    exit_code = 3


class CredentialsError(CatalogError):
    """No credentials, expired ones, too few rights, or those of another account."""

    exit_code = 4
