"""How this repository talks to its project in AWS. The same in every repository that trains a model."""
