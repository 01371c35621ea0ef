"""What is offered of the engine's services, and AWS's rules where the engine lacks them; a folder per service."""
