"""What protects the portal and lets an auditor see it: security events."""
