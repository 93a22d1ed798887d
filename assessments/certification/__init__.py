"""From registration to a certificate: schemes, candidacies, certificates that an employer checks offline."""
