from django.apps import AppConfig


class StreamingConfig(AppConfig):
    name = "streaming"

    def ready(self) -> None:
        from .closer.following import note_transcript
        from .transcription.settling import transcript_finished

        transcript_finished.connect(note_transcript, dispatch_uid="streaming.closer")
