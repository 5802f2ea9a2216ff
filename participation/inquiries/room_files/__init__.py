"""The register and its files, as who leads the procedure takes them away."""
