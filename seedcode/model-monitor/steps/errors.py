"""What a person has to fix; the message says what and where."""


class MonitorError(Exception):
    """Nothing can be said about the model until this is fixed."""
