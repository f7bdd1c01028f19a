"""Speed and accuracy as commands that print their figures beside the obvious alternative."""
