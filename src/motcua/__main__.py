"""Run ``python -m motcua`` as the ``motcua`` command."""

from motcua.config.command import main

main()
