"""The staff screens of candidacies."""
