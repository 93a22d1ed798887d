"""Imports and exports of the item bank: Excel, GIFT, Moodle XML, QTI 2.1, 2.2 and 3.0. The readers are pure: bytes in, a verdict for each item out."""
