"""`python -m oslab` is `oslab`."""

from oslab.cli import main

raise SystemExit(main())
