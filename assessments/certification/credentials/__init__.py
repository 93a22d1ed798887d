"""Open Badges 3.0 credentials: making, signing and checking them. Pure: no database, no models."""
