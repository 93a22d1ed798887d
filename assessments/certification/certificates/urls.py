"""Addresses of certificates, orders and keys below the admin."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from .screens import certificates, keys, orders, records

admin_patterns: list[URLPattern | URLResolver] = [
    path("certificates/", certificates.certificates, name="certificates"),
    path("certificates/awarded/", orders.awarded, name="certificates_awarded"),
    path("certificates/propose/", orders.propose, name="certificates_propose"),
    path("certificates/orders/", orders.orders, name="certificate_orders"),
    path("certificates/orders/<uuid:order_id>/", orders.order, name="certificate_order"),
    path("certificates/orders/<uuid:order_id>/do/<slug:action>/", orders.act, name="certificate_order_act"),
    path("certificates/orders/<uuid:order_id>/prints/<uuid:print_id>/", orders.printed, name="certificate_print"),
    path("certificates/keys/", keys.bodies, name="certificate_bodies"),
    path("certificates/keys/files/<str:name>", keys.publication_of_all, name="certificate_files_of_all"),
    path("certificates/keys/<uuid:body_id>/", keys.keys, name="certificate_keys"),
    path("certificates/keys/<uuid:body_id>/do/<slug:action>/", keys.act, name="certificate_keys_act"),
    path("certificates/keys/<uuid:body_id>/files/<str:name>", keys.publication, name="certificate_files"),
    path("certificates/key/<uuid:key_id>/export/", keys.export, name="certificate_key_export"),
    path("certificates/key/<uuid:key_id>/do/<slug:action>/", keys.act_on_key, name="certificate_key_act"),
    path("certificates/records/<uuid:learner_id>/", records.record, name="certificate_record"),
    path("certificates/records/<uuid:learner_id>/make/", records.make, name="certificate_record_make"),
    path("certificates/<uuid:certificate_id>/", certificates.certificate, name="certificate"),
    path("certificates/<uuid:certificate_id>/certificate.pdf", certificates.pdf, name="certificate_pdf"),
    path("certificates/<uuid:certificate_id>/credential.json", certificates.credential, name="certificate_json"),
    path("certificates/<uuid:certificate_id>/renew/", certificates.renew, name="certificate_renew"),
    path("certificates/<uuid:certificate_id>/<slug:action>/", certificates.propose, name="certificate_propose"),
]
