"""What the law asks of whoever keeps data about people: notices, register, retention, consents."""
