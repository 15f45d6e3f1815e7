#!/usr/bin/env bash
# Deploys one package to every Function App of an environment, one after the other: RESOURCE_GROUP, FUNCTION_APPS (names,
# separated by blanks). How the instances of each are replaced is the app's own site update strategy: RollingUpdate.
set -euo pipefail
package=$1
: "${RESOURCE_GROUP:?}" "${FUNCTION_APPS:?}"
for app in $FUNCTION_APPS; do
  strategy=$(az functionapp update-strategy config show --resource-group "$RESOURCE_GROUP" --name "$app" --query type --output tsv)
  if [ "$strategy" != RollingUpdate ]; then
    echo "::warning::$app has the site update strategy $strategy: its instances restart all at once."
  fi
  az functionapp deployment source config-zip --resource-group "$RESOURCE_GROUP" --name "$app" --src "$package" --output none
  echo "$package is deployed to $app."
done
