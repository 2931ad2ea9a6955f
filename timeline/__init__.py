"""What happened, when, and who says so: dates as vague as they are known, claims, events, missions."""
