"""Every address of the site."""

from allauth.account import views as account
from django.urls import path, re_path

from cancellations.views import (
    batches,
    bulk,
    calendar_feed,
    calls,
    carriers,
    cases,
    chase,
    confirm_letter,
    contacts,
    data,
    deadlines,
    dossier,
    dossiers,
    errand_misses,
    errands,
    evidence,
    examples,
    exports,
    facts,
    health,
    holder,
    holder_link,
    holidays,
    import_template,
    letters,
    list_actions,
    list_look,
    many_letters,
    notifications,
    one_time,
    opening,
    outbox,
    reports,
    requests_list,
    saved_views,
    search,
    settings,
    signin,
    sim_import,
    sims,
    sims_list,
    steps,
    tags,
    today,
    welcome,
)

handler400 = "cancellations.views.errors.bad_request"
handler403 = "cancellations.views.errors.permission_denied"
handler404 = "cancellations.views.errors.not_found"
handler429 = "cancellations.views.errors.too_many"  # allauth's rate limits ask for it
handler500 = "cancellations.views.errors.server_error"

monitoring = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
]

coming_in = [
    path("signin/<str:token>/", one_time.sign_in, name="signin_link"),
    path("language/", signin.language, name="language"),
    path("welcome/", welcome.welcome, name="welcome"),
    path("account/login/", signin.SignIn.as_view(), name="account_login"),
    path("account/again/", signin.SignInAgain.as_view(), name="signin_again"),
    path("account/logout/", signin.sign_out, name="account_logout"),
    path("account/signup/", account.signup, name="account_signup"),  # says that registration is closed
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/reset/", account.password_reset, name="account_reset_password"),
    path("account/password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^account/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        one_time.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/confirm-email/", account.email_verification_sent, name="account_email_verification_sent"),
    re_path(r"^account/confirm-email/(?P<key>[-:\w]+)/$", one_time.NewEmail.as_view(), name="account_confirm_email"),
]

own_settings = [
    path("settings/", settings.profile, name="settings"),
    path("settings/password/", account.password_change, name="account_change_password"),
    path("settings/password/set/", account.password_set, name="account_set_password"),
    path("settings/email/", account.email, name="account_email"),
    path("settings/sessions/", settings.Sessions.as_view(), name="usersessions_list"),
    path("settings/notifications/", notifications.notifications, name="notifications"),
    path("settings/mail/", outbox.outbox, name="outbox"),
    path("settings/holidays/", holidays.holidays, name="holidays"),
    path("settings/holidays/<int:pk>/remove/", holidays.remove, name="holiday_remove"),
]

reminders = [
    path("settings/notifications/calendar/", notifications.renew_calendar, name="calendar_renew"),
    path("settings/notifications/calendar/end/", notifications.revoke_calendar, name="calendar_revoke"),
    path("settings/mail/<int:pk>/retry/", outbox.retry, name="outbox_retry"),
    path("calendar/<str:token>/lastcall.ics", calendar_feed.feed, name="calendar_feed"),
]

work = [
    path("", today.today, name="today"),
    path("search/", search.search, name="search"),
    path("requests/", requests_list.requests, name="requests"),
    path("examples/load/", examples.load, name="examples_load"),
    path("examples/clear/", examples.clear, name="examples_clear"),
]

errand_pages = [
    path("errands/", errands.index, name="errands"),
    path("errands/<int:pk>/", errands.errand, name="errand"),
    path("errands/<int:pk>/file/", errands.file, name="errand_file"),
    path("errands/<int:pk>/stop/", errands.stop, name="errand_stop"),
    path("errands/<int:pk>/go-on/", errands.go_on, name="errand_go_on"),
    path("errands/<int:pk>/missed/", errand_misses.missed, name="errand_missed"),
]

report_pages = [
    path("reports/", reports.reports, name="reports"),
    path("reports/part/", reports.part, name="reports_part"),
    path("reports/glance/", reports.glance, name="reports_glance"),
    path("reports/csv/", reports.as_csv, name="reports_csv"),
    path("reports/xlsx/", reports.as_xlsx, name="reports_xlsx"),
]

holder_pages = [
    path("s/", holder.holder_page, name="holder_missing"),
    path("s/<str:token>/", holder.holder_page, name="holder"),
]

export_pages = [
    path("settings/data/", data.data, name="data"),
    path("requests/export/", exports.choose, {"name": "requests"}, name="requests_export"),
    path("requests/export/csv/", exports.as_csv, {"name": "requests"}, name="requests_csv"),
    path("requests/export/xlsx/", exports.as_xlsx, {"name": "requests"}, name="requests_xlsx"),
    path("requests/dossiers/", dossiers.dossiers, name="requests_dossiers"),
    path("sims/export/", exports.choose, {"name": "sims"}, name="sims_export"),
    path("sims/export/csv/", exports.as_csv, {"name": "sims"}, name="sims_csv"),
    path("sims/export/xlsx/", exports.as_xlsx, {"name": "sims"}, name="sims_xlsx"),
]

many_requests = [
    path("calls/", calls.calls, name="calls"),
    path("calls/new/", calls.new_call, name="call_new"),
    path("batches/", batches.index, name="batches"),
    path("batches/new/", batches.new, name="batch_new"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("requests/bulk/", bulk.bulk, name="bulk"),
    path("requests/bulk/confirm/", confirm_letter.confirm, name="bulk_confirm"),
    path("requests/bulk/letters/", many_letters.many_letters, name="bulk_letters"),
]

list_pages = [
    path("settings/list/", list_look.list_look, {"of": "requests"}, name="list_look"),
    path("settings/list/sims/", list_look.list_look, {"of": "sims"}, name="sims_look"),
    path("settings/views/", saved_views.index, name="saved_views"),
    path("settings/views/<int:pk>/", saved_views.change, name="saved_view"),
    path("settings/tags/", tags.index, name="tags"),
    path("settings/tags/<int:pk>/", tags.change, name="tag"),
    path("requests/<str:reference>/tags/", tags.of_case, name="case_tags"),
    path("requests/<str:reference>/mine/", list_actions.mine, name="case_mine"),
]

request_pages = [
    path("requests/new/", opening.new, name="request_new"),
    path("requests/<str:reference>/", cases.case, name="request"),
    path("requests/<str:reference>/log/", contacts.log, name="log"),
    path("requests/<str:reference>/steps/<str:key>/", steps.step, name="step"),
    path("requests/<str:reference>/steps/<str:key>/<str:name>/", steps.change, name="step_change"),
    path("requests/<str:reference>/deadlines/", deadlines.deadlines, name="deadlines"),
    path("requests/<str:reference>/holder/", holder_link.preview, name="holder_preview"),
    path("requests/<str:reference>/holder-link/", holder_link.manage, name="holder_link"),
    path("requests/<str:reference>/dossier/", dossier.dossier, name="dossier"),
    path("requests/<str:reference>/dossier/pdf/", dossier.pdf, name="dossier_pdf"),
    path("requests/<str:reference>/dossier/zip/", dossier.archive, name="dossier_zip"),
    path("requests/<str:reference>/evidence/", evidence.index, name="evidence"),
    path("requests/<str:reference>/evidence/<int:pk>/", evidence.item, name="evidence_item"),
    path("requests/<str:reference>/evidence/<int:pk>/file/", evidence.file, name="evidence_file"),
    path("requests/<str:reference>/evidence/<int:pk>/preview/", evidence.preview, name="evidence_preview"),
    path("requests/<str:reference>/evidence/<int:pk>/remove/", evidence.remove, name="evidence_remove"),
    path("requests/<str:reference>/letters/", letters.index, name="letters"),
    path("requests/<str:reference>/letters/<str:kind>/", letters.letter, name="letter"),
    path("requests/<str:reference>/chase/", chase.chase, name="chase"),
    path("requests/<str:reference>/chase/<str:rung>/", chase.chase, name="chase_rung"),
    path("requests/<str:reference>/<str:name>/", cases.change, name="case_change"),
]

carrier_pages = [
    path("carriers/", carriers.index, name="carriers"),
    path("carriers/new/", carriers.new, name="carrier_new"),
    path("carriers/<slug:slug>/", carriers.detail, name="carrier"),
    path("carriers/<slug:slug>/edit/", carriers.edit, name="carrier_edit"),
    path("carriers/<slug:slug>/facts/new/", facts.new, name="fact_new"),
    path("facts/<int:pk>/", facts.detail, name="fact"),
    path("facts/<int:pk>/edit/", facts.edit, name="fact_edit"),
    path("facts/<int:pk>/check/", facts.check, name="fact_check"),
]

sim_pages = [
    path("sims/", sims_list.sims, name="sims"),
    path("sims/new/", sims.new, name="sim_new"),
    path("sims/import/", sim_import.upload, name="sims_import"),
    path("sims/import/template/", import_template.template, name="import_template"),
    path("sims/import/<int:pk>/", sim_import.detail, name="sim_import"),
    path("sims/import/<int:pk>/run/", sim_import.run, name="sim_import_run"),
    path("sims/import/<int:pk>/undo/", sim_import.undo, name="sim_import_undo"),
    path("sims/import/<int:pk>/discard/", sim_import.discard, name="sim_import_discard"),
    path("sims/import/<int:pk>/refused/", sim_import.refused, name="sim_import_refused"),
    path("sims/<int:pk>/", sims.detail, name="sim"),
    path("sims/<int:pk>/edit/", sims.edit, name="sim_edit"),
]

urlpatterns = [
    *monitoring,
    *coming_in,
    *own_settings,
    *reminders,
    *work,
    *report_pages,
    *errand_pages,
    *holder_pages,
    *export_pages,  # before the requests: "export" is no reference
    *many_requests,
    *list_pages,
    *request_pages,
    *carrier_pages,
    *sim_pages,
]
