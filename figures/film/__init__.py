"""A mission as a film: scenes that paint moments, and the pipeline that writes them."""
