"""Pages of surveys: reading one, answering, kiosk, results; screens of the desk."""
