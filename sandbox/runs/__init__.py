"""What really runs: builds, pipelines and jobs, as processes of this machine under the project's own roles."""
