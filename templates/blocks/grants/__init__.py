"""One grant, one function, named for what it allows."""
