"""The pages that people see (Gradio); no logic of their own."""
