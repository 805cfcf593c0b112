"""The papers of an application: which are shown, what is printed on them, and how they were read."""
