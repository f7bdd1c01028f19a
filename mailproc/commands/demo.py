"""`mailproc demo`."""

import argparse


def run(args: argparse.Namespace) -> int:
    """The whole job on embedded servers and sample mail."""
    from mailproc.demo.play import main

    return main(args.folder)
