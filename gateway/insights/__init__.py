"""How it is doing: figures for operators. Reports for agents and admins come to live here too."""
