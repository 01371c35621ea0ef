"""What Task states call: functions, optimized integrations and AWS SDK integrations."""
