"""One module for each group of commands; `mailproc.cli` imports the one that is called."""
