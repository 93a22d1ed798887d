"""The staff screens from marking to appeals."""
