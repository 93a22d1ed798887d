"""The staff pages of certificates."""
