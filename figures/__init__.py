"""What people see: layouts, and the drawing of them."""
