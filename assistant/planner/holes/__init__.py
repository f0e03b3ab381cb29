"""Planning by typed holes: the model picks codes under a schema, never writes names or figures."""
