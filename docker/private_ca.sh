#!/bin/sh
# A private certificate authority for a closed network, and the server's certificate for the three host names.
# Usage: docker/private_ca.sh staff.prison.example tablet.prison.example content.prison.example
# Writes docker/certificates/{ca.crt,server.crt,server.key}; install ca.crt on every PC and tablet.
set -eu
[ $# -eq 3 ] || { echo "Usage: $0 STAFF_HOST TABLET_HOST CONTENT_HOST" >&2; exit 2; }
cd "$(dirname "$0")"
umask 077
mkdir -p certificates ca
if [ ! -s ca/ca.key ]; then
    openssl ecparam -genkey -name prime256v1 -noout -out ca/ca.key
    openssl req -x509 -new -key ca/ca.key -sha256 -days 3650 -subj "/CN=Newleaf private CA" \
        -addext "basicConstraints=critical,CA:TRUE,pathlen:0" -addext "keyUsage=critical,keyCertSign,cRLSign" -out ca/ca.crt
    echo "A new authority was made. Take docker/ca/ca.key to the safe; it is needed once a year to renew."
fi
openssl ecparam -genkey -name prime256v1 -noout -out certificates/server.key
openssl req -new -key certificates/server.key -subj "/CN=$1" -out certificates/server.csr
extensions=$(mktemp)
printf 'subjectAltName=DNS:%s,DNS:%s,DNS:%s\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n' "$1" "$2" "$3" >"$extensions"
openssl x509 -req -in certificates/server.csr -CA ca/ca.crt -CAkey ca/ca.key -CAcreateserial -days 397 -sha256 -extfile "$extensions" -out certificates/server.crt
rm -f "$extensions" certificates/server.csr
cp ca/ca.crt certificates/ca.crt
chmod 644 certificates/*.crt
echo "Certificate for $1, $2, $3: docker/certificates/server.crt (397 days)."
