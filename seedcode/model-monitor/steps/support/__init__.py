"""What every step needs, whatever it learns from. The same in every repository that trains a model."""
