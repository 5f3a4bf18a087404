"""Read More on other people's pages: in a frame, as an element, by oEmbed, in feeds and letters."""
