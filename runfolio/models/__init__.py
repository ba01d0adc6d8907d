"""Every shape on the wire: the one source of types (DESIGN §5)."""
