"""What the server answers besides the page: the API, share pages, health."""

from starlette.routing import BaseRoute

from territory.web import api, live, share

ROUTES: list[BaseRoute] = [*api.ROUTES, *live.ROUTES, *share.ROUTES]
