"""Python imports this when it starts, in the processes that tests start."""

import network_guard

network_guard.install()
