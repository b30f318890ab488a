"""Commands that build, train and check what lies under `assets/weights`. Not used by the app."""
