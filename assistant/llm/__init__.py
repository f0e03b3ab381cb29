"""Language models: an OpenAI-like client, the embedded server, and where weights come from."""
