"""What must be passed: schemes, their versions and rules."""
