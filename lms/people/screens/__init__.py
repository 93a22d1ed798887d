"""Staff screens for learners, their sign-ins, the roster and tablets, inside Wagtail's admin."""
