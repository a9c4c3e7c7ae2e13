"""What can be known of flows without running them, one subject a file. Each check is pure and yields findings."""
