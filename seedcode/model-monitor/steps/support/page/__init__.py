"""One page to decide on: whether a model is good enough, for whom it is worse, and why it answers as it does."""
