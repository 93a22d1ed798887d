from django.apps import AppConfig


class StreamingConfig(AppConfig):
    name = "streaming"

    def ready(self) -> None:
        from wagtail.signals import workflow_submitted

        from . import events as broadcast_events
        from .captions import hearing
        from .closer import events, following
        from .lessons.drafting import bring_handed_in
        from .transcription.settling import transcript_finished

        events.register()
        broadcast_events.register()
        transcript_finished.connect(following.note_transcript, dispatch_uid="streaming.closer")
        transcript_finished.connect(hearing.note_transcript, dispatch_uid="streaming.captions")
        workflow_submitted.connect(bring_handed_in, dispatch_uid="streaming.lessons")
