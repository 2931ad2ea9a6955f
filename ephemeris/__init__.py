"""Where Sun, Earth and Moon stand."""
