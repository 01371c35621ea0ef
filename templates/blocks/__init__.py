"""Functions that return resources. None of them touches a template."""
