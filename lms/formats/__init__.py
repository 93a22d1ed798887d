"""How dates are written, where Django's way of a language does not suit."""
