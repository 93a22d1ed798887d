"""From pages to packages: blocks become documents, files become blobs, and only what is ready and cleared goes live."""
