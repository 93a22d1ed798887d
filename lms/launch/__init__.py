"""The one command: set-up, demo, supervision, checks. Stands above the product and below nothing."""
