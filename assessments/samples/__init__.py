"""The demo's item bank: real items for two occupations and one cultural subject, three papers and one past sitting."""
