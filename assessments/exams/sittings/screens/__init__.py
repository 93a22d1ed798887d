"""The staff pages of sittings: plan, candidates, seal, the room, what is printed."""
