"""Taking a picture or its data away as a file."""
