"""Finding a firm by its name or code among tens of thousands."""
