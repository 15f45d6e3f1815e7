using 'main.bicep'

import { dev, prod } from 'tiers.bicep'

// What `azd up` takes, filled from the azd environment (`azd env set NAME VALUE`). main.dev.bicepparam and main.prod.bicepparam say
// the tier for who deploys without azd.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'koreacentral')
param pagesLocation = 'eastasia'

param tier = readEnvironmentVariable('KTGG_TIER', 'dev') == 'prod' ? prod : dev

param apps = [
  {
    name: 'app'
    contexts: ['project', 'interest', 'consultation', 'matching', 'notification', 'alarm', 'views']
  }
]

param identityProvider = {
  issuer: readEnvironmentVariable('OIDC_ISSUER')
  audience: readEnvironmentVariable('OIDC_AUDIENCE', 'api://ktgg')
  webClientId: readEnvironmentVariable('OIDC_WEB_CLIENT_ID', 'ktgg-web')
}

param sms = {
  from: readEnvironmentVariable('SMS_FROM')
  class: readEnvironmentVariable('SMS_CLASS', 'ad') == 'info' ? 'info' : 'ad'
  optOutNumber: readEnvironmentVariable('SMS_OPT_OUT_NUMBER', '080-000-0000')
  dataLocation: 'Korea'
}

param operatorEmail = readEnvironmentVariable('KTGG_OPERATOR_EMAIL')

// Addresses in CIDR form, separated by commas.
param deployers = filter(split(readEnvironmentVariable('KTGG_DEPLOYERS', ''), ','), address => !empty(address))
