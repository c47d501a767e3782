"""Training and evaluation of the packaged models; not part of the installed package."""
