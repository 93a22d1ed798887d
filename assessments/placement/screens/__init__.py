"""The staff pages of placement, and the learner's page at the desk."""
