"""The first questions: their order, their words, and the rules that fit a country."""
