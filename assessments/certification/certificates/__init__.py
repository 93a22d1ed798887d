"""Issuing, revoking, replacing and renewing certificates; their PDF; the portable record."""
