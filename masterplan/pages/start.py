"""Every run begins here and reads the clock. It is executed anew at each run; all else stands in ``shell.py``."""

from datetime import UTC, datetime

from masterplan.pages import shell

shell.main(datetime.now(UTC))
