"""A small model of a rendered CloudFormation template, as far as the catalog's own rules read it."""
