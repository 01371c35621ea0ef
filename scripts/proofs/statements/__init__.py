"""The statements that a release proves: one module each."""
