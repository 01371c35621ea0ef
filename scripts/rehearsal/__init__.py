"""The whole life of a project, from its launch to a rejected model, by what AWS's own APIs say of it."""
