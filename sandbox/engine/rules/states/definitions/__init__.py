"""Definitions of state machines as CreateStateMachine and ValidateStateMachineDefinition judge them."""
