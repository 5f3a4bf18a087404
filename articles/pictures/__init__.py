"""Pictures: from what editors upload to what pages show."""
