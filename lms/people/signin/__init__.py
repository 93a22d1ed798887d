"""How officers sign in: a password, then a second factor that needs no phone."""
