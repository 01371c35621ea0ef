"""What is known of pipelines and their executions; survives a restart."""
