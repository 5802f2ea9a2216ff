"""The room that assembles: home page, project, news, search, feeds, obligations, demo."""
