"""Where asterisks and backslashes may stand in a wildcard: Event Ruler, WildcardParser."""

from sandbox.engine.rules.events.patterns.refusals import InvalidPatternError

_ASTERISK, _BACKSLASH = ord("*"), ord("\\")


def checked(text: str) -> str:
    """A wildcard with its quotes as it is; a refusal names the byte."""
    octets = text.encode(errors="replace")
    position = 0
    while position < len(octets):
        following = octets[position + 1] if position + 1 < len(octets) else None
        if octets[position] == _ASTERISK and following == _ASTERISK:
            raise InvalidPatternError(f"Consecutive wildcard characters at pos {position}")
        if octets[position] == _BACKSLASH:
            if following not in (_ASTERISK, _BACKSLASH):
                raise InvalidPatternError(f"Invalid escape character at pos {position}")
            position += 1
        position += 1
    return text
