#!/usr/bin/env bash
# Runs npm run smoke against an environment's gateway (API_URL), with a token of this very workflow when it may
# have one (SMOKE_AUDIENCE): the workflow's identity needs the app role Staff there, and reads alone.
set -euo pipefail
: "${API_URL:?}"
if [ -n "${SMOKE_AUDIENCE:-}" ]; then
  SMOKE_TOKEN=$(az account get-access-token --resource "$SMOKE_AUDIENCE" --query accessToken --output tsv)
  echo "::add-mask::$SMOKE_TOKEN"
  export SMOKE_TOKEN
fi
npm run --silent smoke -- "$API_URL" "$@"
