"""The screens on which lists and results are exchanged with awarding bodies outside."""
