"""One page behind a sign-in, beside the real addresses."""

from django.http import HttpResponse
from django.urls import path

from motcua.config.urls import urlpatterns as real
from motcua.web.permissions import SIGNED_IN, permission


@permission(SIGNED_IN)
def inside(request):
    return HttpResponse("inside")


urlpatterns = [path("inside", inside), *real]
