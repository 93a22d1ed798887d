"""QTI 2.1, 2.2 and 3.0. https://www.imsglobal.org/spec/qti/v3p0/impl and https://www.imsglobal.org/question/index.html"""
