"""Server of the journeys: JupyterLab as Galata wants it, with Runfolio's server part."""

from jupyterlab.galata import configure_jupyter_server

configure_jupyter_server(c)  # noqa: F821
c.ServerApp.port_retries = 0  # noqa: F821
