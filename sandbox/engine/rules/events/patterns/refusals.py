"""How a pattern is refused."""


class InvalidPatternError(Exception):
    """AWS answers InvalidEventPatternException with this reason."""


class TooManyCombinationsError(Exception):
    """AWS answers LimitExceededException: EventBridge User Guide, "Comparison operators", "Or matching"."""
