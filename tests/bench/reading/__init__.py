"""How well and how fast pages are read, group by group, beside the obvious alternatives."""
