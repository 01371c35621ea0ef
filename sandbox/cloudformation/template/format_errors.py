"""What every check of a template's form uses: AWS's refusal, and the names of members."""

import re

NAME = re.compile(r"[A-Za-z0-9]+")


class TemplateFormatError(ValueError):
    """What AWS says of a template that it does not take."""

    def __init__(self, message: str) -> None:
        super().__init__(f"Template format error: {message}")


def check_name(kind: str, name: str) -> None:
    if not NAME.fullmatch(name):
        raise TemplateFormatError(f"{kind} name {name} is non alphanumeric.")
