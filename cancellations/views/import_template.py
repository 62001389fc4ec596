"""An empty table with the headings that an import understands, in the reader's language."""

from io import BytesIO

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cancellations.domain.export_words import FileForm
from cancellations.domain.file_names import attachment
from cancellations.domain.importing.columns import Column, heading
from cancellations.exchange.export.files import MEDIA_TYPES, write_file
from cancellations.exchange.export.table import Table
from cancellations.views.http import AuthedHttpRequest, signed_in


@require_safe
@signed_in
def template(request: AuthedHttpRequest) -> HttpResponse:
    """As CSV or XLSX, by `?form=`; a heading row and nothing below it."""
    form = request.GET.get("form", FileForm.XLSX.value)
    if form not in list(FileForm):
        raise Http404
    wanted, made, name = FileForm(form), BytesIO(), _("SIM cards to import")
    write_file(made, wanted, Table(name, [heading(column) for column in Column], iter(())))
    response = HttpResponse(made.getvalue(), content_type=MEDIA_TYPES[wanted])
    response["Content-Disposition"] = attachment(f"{name}.{wanted}".replace(" ", "-"))
    return response
