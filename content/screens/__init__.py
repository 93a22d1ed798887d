"""Staff screens of the CMS beside Wagtail's editor: desk, library, calendar, publications, preview."""
