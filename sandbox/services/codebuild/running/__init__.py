"""Builds: a buildspec's phases as processes under the project's service role."""
