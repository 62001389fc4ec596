"""What the reports say: periods, scores, the backlog. Computed from counts, without a look at the cases."""
