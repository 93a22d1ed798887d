"""The screens of the desk: my work, the figures, the people behind them."""
