"""What the language model adds to the reading: plans for questions that the parser leaves open."""
