"""What every emulated service is made of: requests, answers, records, events."""
