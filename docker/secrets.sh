#!/bin/sh
# Makes the secrets that compose.prison.yml mounts, once; what is there already stays.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
random() { head -c 36 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n'; }
[ -s secrets/newleaf_secret ] || random >secrets/newleaf_secret
[ -s secrets/database_password ] || random >secrets/database_password
if [ -f prison.env ] && grep -q '^NEWLEAF_BLOB_SECRET=$' prison.env; then
    sed -i "s/^NEWLEAF_BLOB_SECRET=\$/NEWLEAF_BLOB_SECRET=$(random)/" prison.env
fi
# The container's user must be able to read them.
chmod 644 secrets/*
chmod 711 secrets
echo "Secrets are in docker/secrets. Keep a copy in the safe: without newleaf_secret, learners' sign-ins cannot be read from a backup."
