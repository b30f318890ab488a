"""What a person sees and does with explanations."""
