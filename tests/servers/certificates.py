"""A certificate authority of the test run's own, and the server certificates signed by it."""

import ssl
from dataclasses import dataclass
from pathlib import Path

import trustme


@dataclass(frozen=True)
class Certificates:
    """Files in PEM: the authority that a client trusts, the server's chain and its key."""

    authority: trustme.CA
    ca_file: Path
    chain: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        """What a server in this process needs for TLS."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain, self.key)
        return context

    def for_another_name(self, folder: Path) -> "Certificates":
        """What a server shows that is not the one asked for, though the same authority vouches."""
        return _issued(self.authority, folder, "mail.example.org")


def make_certificates(folder: Path) -> Certificates:
    """A new authority and a certificate for localhost and 127.0.0.1, written to the folder."""
    return _issued(trustme.CA(), folder, "localhost", "127.0.0.1")


def _issued(authority: trustme.CA, folder: Path, *names: str) -> Certificates:
    server = authority.issue_cert(*names)
    made = Certificates(authority, folder / "ca.pem", folder / "chain.pem", folder / "key.pem")
    authority.cert_pem.write_to_path(made.ca_file)
    made.chain.write_bytes(b"".join(blob.bytes() for blob in server.cert_chain_pems))
    server.private_key_pem.write_to_path(made.key)
    return made
