"""The page that checks certificates: one HTML file that needs no server and no network."""
