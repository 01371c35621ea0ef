"""What a person has to fix."""


class BatchError(Exception):
    """The run cannot go on; the message says why, and what to do."""


class RefusedError(BatchError):
    """AWS refuses what the run needs; the message names it."""
