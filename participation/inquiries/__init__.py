"""Mechanism: a regulated consultation, its dossier, its register, its commissioner."""
