"""Expected failures: the problem, what to do about it, and an exit code by kind."""


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
    """Some of the work is done, or another publisher is doing it: the same command again continues from there."""

    exit_code = 3


class CredentialsError(CatalogError):
    """No credentials, expired ones, missing permissions, or those of another account."""

    exit_code = 4
