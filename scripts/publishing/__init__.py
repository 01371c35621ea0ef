"""Publishing: what should be in AWS, what is there, and the changes between the two."""
