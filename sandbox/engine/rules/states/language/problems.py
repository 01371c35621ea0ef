"""What goes wrong while a state's expressions are evaluated."""


class StateProblemError(Exception):
    """Ends the execution with States.Runtime, which no retrier or catcher handles.

    Step Functions developer guide, "Handling errors in Step Functions workflows", error names.
    """


class ResultPlaceError(Exception):
    """ResultPath leads to no place in the input: States.ResultPathMatchFailure."""


class IntrinsicProblemError(Exception):
    """An intrinsic function failed: States.IntrinsicFailure."""
