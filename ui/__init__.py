"""What people see: the HTTP interface and the pages; no logic."""
