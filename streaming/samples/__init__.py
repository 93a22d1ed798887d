"""The demo's live lessons: one that is over and has become a lesson, and a camera that plays one. Nothing of the product needs this folder."""
