"""The one-file page that checks certificates, and how it is built."""
