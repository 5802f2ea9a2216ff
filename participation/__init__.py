"""Taking part: levels, activities, contributions, answers; one nested app per mechanism."""
