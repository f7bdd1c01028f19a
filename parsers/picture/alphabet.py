"""What the networks' outputs stand for; changing anything here means training them again."""

# The places that the locator knows, in the order of its classes (class 0 is "nothing").
PLACES = (
    "organization",
    "unit",
    "province",
    "period",
    "staff_informed:yes",
    "staff_informed:no",
    "organizations_total",
    "organizations_done",
    "official_letter",
    "website",
    "facebook_page",
    "print_media",
    "school_teaching",
    "community_radio",
    "public_address",
    "other_channels",
    "reporter_name",
    "reporter_position",
    "title",
)

# What can stand in a count's slot. `w`: words of the writer's, `x`: something crossed out.
NUMBERS_ALPHABET = "0123456789๐๑๒๓๔๕๖๗๘๙-,wx"

TEXT_ALPHABET = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "".join(map(chr, range(0x0E01, 0x0E3B)))
    + "".join(map(chr, range(0x0E3F, 0x0E5C)))
    + "“”–"
)
