"""Projects and builds, in the shapes of CodeBuild's API; they survive a restart."""
