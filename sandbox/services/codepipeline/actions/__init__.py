"""The action providers of CodePipeline, a module each."""
