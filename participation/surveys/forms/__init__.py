"""What is typed in surveys: answers, and the screens of the desk."""
