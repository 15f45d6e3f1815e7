#!/usr/bin/env bash
# Deploys built pages to an environment's Static Web App (RESOURCE_GROUP, STATIC_WEB_APP), told what tools/configure-pages.ts
# asks, and waits until it serves them. The deployment token, which the service insists on, is asked for by the workflow's own
# identity for this one deployment and stored nowhere.
set -euo pipefail
package=$1
: "${RESOURCE_GROUP:?}" "${STATIC_WEB_APP:?}"
site=(--resource-group "$RESOURCE_GROUP" --name "$STATIC_WEB_APP")

pages=$(mktemp -d)
trap 'rm -rf "${pages:?}"' EXIT
unzip -q "$package" -d "$pages"
node --disable-warning=ExperimentalWarning tools/configure-pages.ts "$pages"

host=$(az staticwebapp show "${site[@]}" --query defaultHostname --output tsv)
SWA_CLI_DEPLOYMENT_TOKEN=$(az staticwebapp secrets list "${site[@]}" --query properties.apiKey --output tsv)
: "${SWA_CLI_DEPLOYMENT_TOKEN:?}"
echo "::add-mask::$SWA_CLI_DEPLOYMENT_TOKEN"
export SWA_CLI_DEPLOYMENT_TOKEN
# In the folder itself: from the repository, the CLI would take web/staticwebapp.config.json, which names no environment.
(cd "$pages" && npx --yes @azure/static-web-apps-cli@2.0.10 deploy . --swa-config-location . --env production)

# The CLI's exit code does not tell whether the service took them; what is served does.
served() { curl --fail --silent --show-error --max-time 20 "https://$host/$1" | cmp --silent - "$pages/$2"; }
deadline=$((SECONDS + ${PAGES_WAIT_SECONDS:-180}))
until served "" index.html && served config.json config.json; do
  if ((SECONDS >= deadline)); then
    echo "https://$host does not serve these pages." >&2
    exit 1
  fi
  sleep 1
done
echo "$package is deployed to https://$host."
