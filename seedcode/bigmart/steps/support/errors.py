"""What is wrong with the data or with the configuration, in one sentence that names the place."""


class DataError(ValueError):
    """The data cannot be used, as often as they are read; the message names the file, the column or the row."""


class ChangedError(ValueError):
    """The data are not those that the execution was started for."""


class ConfigurationError(DataError):
    """`project.toml` or `schema.json` cannot be used; the message names the file, the key, the rule and a hint."""

    def __init__(self, key: str, rule: str, hint: str = "") -> None:
        super().__init__(f"{key}: {rule}{f'; {hint}' if hint else ''}")
