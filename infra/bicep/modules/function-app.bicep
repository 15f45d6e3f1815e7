import { namesOf, siteNameOf } from '../names.bicep'
import { environmentTier, functionApp, smsSettings, tokenIssuer } from '../types.bicep'

@description('Region.')
param location string

@description('Ending of every name.')
param token string

@description('The environment\'s tier.')
param tier environmentTier

@description('Tags of every resource.')
param tags resourceInput<'Microsoft.Web/sites@2025-03-01'>.tags

@description('Which contexts it runs.')
param app functionApp

@description('Who it is.')
param identity {
  @description('The user-assigned identity.')
  id: string
  @description('Its client id.')
  clientId: string
}

@description('What it talks to. Addresses, no keys.')
param addresses {
  @description('Where the package is put.')
  packageContainerUrl: string
  @description('Cosmos DB.')
  cosmosEndpoint: string
  @description('Its database.')
  cosmosDatabase: string
  @description('Service Bus: a host name.')
  serviceBusHostName: string
  @description('Communication Services.')
  communicationEndpoint: string
  @description('Where the host keeps its keys.')
  vaultUri: string
  @description('The secret with the key that our apps call each other with.')
  internalKeyUri: string
  @description('Application Insights. No secret: without the identity it is refused.')
  insightsConnectionString: string
  @description('The pages: SMS link to a project there.')
  webOrigin: string
}

@description('The name of the app that runs the alarm context.')
param alarmApp string

@description('The name of the app that runs the views context; empty when none does.')
param viewsApp string

@description('Whose tokens it trusts.')
param identityProvider tokenIssuer

@description('SMS.')
param sms smsSettings

@description('The subnet that it goes out through.')
param subnetId string

@description('The gateway\'s IPv4 address, which alone may call over the internet; empty in a private network, where no one may.')
param gatewayAddress string

@description('IPv4 addresses in CIDR form that may deploy to it over the internet. Deploying takes a role besides.')
param deployers string[]

@description('Where logs go.')
param workspaceId string

@description('The internal key, read from the vault by the app\'s identity when it starts.')
var internalKey = '@Microsoft.KeyVault(SecretUri=${addresses.internalKeyUri})'

@description('Where another app of ours is. Its name is known before it is there, so that two apps may call each other.')
func urlOf(name string, token string) string => 'https://${siteNameOf(name, token)}.azurewebsites.net/api'

@description('Settings that are only there when they say something.')
var optionalSettings = union(
  alarmApp == app.name ? {} : { ALARM_URL: urlOf(alarmApp, token) },
  viewsApp == app.name || empty(viewsApp) ? {} : { VIEWS_URL: urlOf(viewsApp, token) },
  contains(app.contexts, 'notification') || contains(app.contexts, 'matching')
    ? {
        COMMUNICATION__endpoint: addresses.communicationEndpoint
        SMS_FROM: sms.from
        SMS_CLASS: sms.class
        SMS_OPT_OUT_NUMBER: sms.optOutNumber
        SMS_LINK_BASE: addresses.webOrigin
      }
    : {}
)

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: 'plan-ktgg-${app.name}-${token}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true, zoneRedundant: tier.zoneRedundant }
}

resource site 'Microsoft.Web/sites@2025-03-01' = {
  name: siteNameOf(app.name, token)
  location: location
  tags: union(tags, { 'azd-service-name': app.name })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    publicNetworkAccess: tier.privateNetwork && empty(deployers) ? 'Disabled' : 'Enabled'
    virtualNetworkSubnetId: subnetId
    keyVaultReferenceIdentity: identity.id
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      ipSecurityRestrictionsDefaultAction: 'Deny'
      ipSecurityRestrictions: tier.privateNetwork
        ? []
        : [
            {
              name: 'gateway'
              description: 'API Management'
              ipAddress: '${gatewayAddress}/32'
              action: 'Allow'
              priority: 100
            }
          ]
      scmIpSecurityRestrictionsUseMain: false
      scmIpSecurityRestrictionsDefaultAction: tier.privateNetwork ? 'Deny' : 'Allow'
      scmIpSecurityRestrictions: [
        for (address, index) in deployers: {
          name: 'deployer-${index}'
          description: 'Deploys the app'
          ipAddress: address
          action: 'Allow'
          priority: 100 + index
        }
      ]
    }
    functionAppConfig: {
      // A new package comes batch by batch, beside what runs.
      #disable-next-line BCP037 // Documented for Flex Consumption; the compiler's types do not have it yet.
      siteUpdateStrategy: { type: 'RollingUpdate' }
      runtime: { name: 'node', version: '24' }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: addresses.packageContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: tier.functions.memoryMb
        maximumInstanceCount: tier.functions.maximumInstances
        alwaysReady: filter(
          [
            { name: 'http', instanceCount: tier.functions.alwaysReady.http }
            { name: 'durable', instanceCount: tier.functions.alwaysReady.durable }
          ],
          group => group.instanceCount > 0
        )
        triggers: { http: { perInstanceConcurrency: tier.functions.httpConcurrency } }
      }
    }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(
      {
        KTGG_CONTEXTS: join(app.contexts, ',')
        // Who waits for a salesman is counted; each run wakes an app that sleeps.
        KTGG_COUNT_SCHEDULE: '0 */5 * * * *'
        AzureWebJobsStorage__accountName: namesOf(token).storage
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identity.clientId
        // The host's own keys are in the vault, where the deployment put the one that our apps share.
        AzureWebJobsSecretStorageType: 'keyvault'
        AzureWebJobsSecretStorageKeyVaultUri: addresses.vaultUri
        AzureWebJobsSecretStorageKeyVaultClientId: identity.clientId
        AZURE_CLIENT_ID: identity.clientId
        COSMOS__accountEndpoint: addresses.cosmosEndpoint
        COSMOS__credential: 'managedidentity'
        COSMOS__clientId: identity.clientId
        COSMOS_DATABASE: addresses.cosmosDatabase
        SERVICEBUS__fullyQualifiedNamespace: addresses.serviceBusHostName
        SERVICEBUS__credential: 'managedidentity'
        SERVICEBUS__clientId: identity.clientId
        ALARM_KEY: internalKey
        VIEWS_KEY: internalKey
        OIDC_ISSUER: identityProvider.issuer
        OIDC_AUDIENCE: identityProvider.audience
        APPLICATIONINSIGHTS_CONNECTION_STRING: addresses.insightsConnectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'Authorization=AAD;ClientId=${identity.clientId}'
      },
      optionalSettings
    )
  }

  // Deploying takes an Entra ID token: no user name and password.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }
  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

#disable-next-line use-recent-api-versions // The stable version, of 2016, has no groups of categories.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: site
  properties: {
    workspaceId: workspaceId
    logs: [
      { category: 'FunctionAppLogs', enabled: true }
      { category: 'AppServiceAuthenticationLogs', enabled: true }
    ]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('The app.')
output siteId string = site.id

@description('The app\'s name.')
output siteName string = site.name

@description('The app\'s host name.')
output hostName string = site.properties.defaultHostName
