"""Research requests: asked by divisions, passed on by the DX section, answered by whoever knows."""
