"""Officers, their roles, prisons and wards: verbs and staff screens."""
