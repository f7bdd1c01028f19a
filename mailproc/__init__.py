"""mailproc: collects monthly reports from a mailbox, reads them, answers and adds up."""
