"""Who goes for a certificate, and where each one stands."""
