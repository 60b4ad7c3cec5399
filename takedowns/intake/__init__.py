"""What comes in from outside, read by a child that has nothing to lose."""
