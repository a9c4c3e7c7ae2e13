"""What `causerie` can be told, one file a group of commands. Each loads what it needs when it runs: help is quick."""
