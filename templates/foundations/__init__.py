"""Stacks that an account needs before any product can be launched in it."""
