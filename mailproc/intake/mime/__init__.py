"""The format of mail: parts, headers, addresses, encodings. Pure functions on bytes.

Written for hostile input: everything is linear in the size of the mail, offsets are handed around
in place of copies, and nothing raises on rubbish. Python's own `email` package is neither bounded
nor safe from exceptions there.
"""
