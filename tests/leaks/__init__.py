"""Nothing hidden appears to somebody who may not see it: every public address, every role."""
