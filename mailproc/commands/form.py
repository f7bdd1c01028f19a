"""`mailproc form`: the form for one unit and month, fillable, with a code that names them."""

import argparse

from mailproc.commands.common import campaign_of, config_or_shipped, period_of_words, unit_id
from mailproc.errors import NotUnderstood
from mailproc.terminal import harmless


def run(args: argparse.Namespace) -> int:
    """Write the form as PDF. Needs no mailbox and no database."""
    from mailproc.paper.blank import DRAWN, form_for, place_of

    config = config_or_shipped(args)
    campaign = campaign_of(config, args.campaign, args.period)
    if campaign.form not in DRAWN:
        raise NotUnderstood(f"the form {campaign.form!r} cannot be drawn")
    unit = config.unit_by_id[unit_id(config, args.unit)]
    period = period_of_words(args.period)
    args.out.write_bytes(form_for(unit, campaign.form, period, place_of(config, campaign.form)))
    print(f"written: {harmless(args.out)} ({unit.name}, {period})")
    return 0
