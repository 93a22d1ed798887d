"""Papers: what an exam or a test is made of, checked and frozen before anybody sits it."""
