"""The pages that commands answer with. Importing a module registers its views."""
