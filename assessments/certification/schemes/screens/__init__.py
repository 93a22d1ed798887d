"""The staff screens of schemes and awarding bodies."""
