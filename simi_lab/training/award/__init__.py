"""Certificates: who has earned one, signed so that anyone with the public key can verify it without a network.

`keys` keeps the signing key; `earned` asks whether a module is mastered; `credential` is the whole as Open Badges 3.0;
`compact` is what fits a QR code; `paper` is the page; `seal` guards a file byte by byte; `verify` reads all of them.
"""

from simi_lab.training.award.earned import Award, earn
from simi_lab.training.award.keys import read_public, signing_key
from simi_lab.training.award.verify import verify

__all__ = ["Award", "earn", "read_public", "signing_key", "verify"]
