"""Parts of the foundations: functions that return resources. None of them touches a template."""
