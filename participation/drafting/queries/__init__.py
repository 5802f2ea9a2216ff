"""Reading a text written together: its versions, its paragraphs, what is proposed about them."""
