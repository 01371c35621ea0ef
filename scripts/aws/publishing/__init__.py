"""What a publish reads and changes in AWS."""
