"""Processes of this machine with logs, folders and a network, under an IAM role."""
