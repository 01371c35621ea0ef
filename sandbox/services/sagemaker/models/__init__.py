"""Models and the model registry: what a container is made of, and which of its versions is approved."""
