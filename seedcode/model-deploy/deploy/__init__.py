"""Tests the endpoints that the project's pipeline deploys."""
